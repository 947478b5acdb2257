/** The part of a 2D canvas that the text layer draws with: a canvas on screen, or the recorder of a drawing (svg-surface.ts). */
export type TextSurface = Pick<
  CanvasRenderingContext2D,
  | 'font'
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'lineJoin'
  | 'lineCap'
  | 'globalAlpha'
  | 'textAlign'
  | 'textBaseline'
  | 'textRendering'
  | 'clearRect'
  | 'fillRect'
  | 'fillText'
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'arcTo'
  | 'closePath'
  | 'roundRect'
  | 'save'
  | 'restore'
  | 'translate'
  | 'scale'
> & {
  fill(path?: Path2D): void;
  stroke(path?: Path2D): void;
};
