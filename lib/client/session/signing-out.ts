/** Whether somebody signs out here just now: nothing is asked any more then, and what is refused tells of no session that ended by itself. */

let leaving = false;

export function isSigningOut(): boolean {
  return leaving;
}

/** True from the press until another page is there; false again when signing out failed. */
export function setSigningOut(value: boolean): void {
  leaving = value;
}
