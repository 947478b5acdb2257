/** Whether the navigation is collapsed in this browser: "collapsed" or "open". */
export const navigationCookie = 'sluice-navigation';
