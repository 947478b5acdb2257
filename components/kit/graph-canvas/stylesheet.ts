/** The cytoscape stylesheet: one block a kind, all values from the elements' data. Colours arrive there from the theme. */
import type { StylesheetJson } from 'cytoscape';
import { imageMargin } from './node-image.ts';

const node = {
  shape: 'round-rectangle',
  width: 'data(width)',
  height: 'data(height)',
  'corner-radius': 'data(radius)',
  'background-color': 'data(ground)',
  'background-image': 'data(image)',
  'background-fit': 'none',
  'background-clip': 'none',
  'background-image-containment': 'over',
  'bounds-expansion': imageMargin,
  'border-width': 'data(line)',
  'border-color': 'data(lineColour)',
  'border-style': 'data(lineStyle)',
  'border-dash-pattern': [4, 3],
  'border-position': 'center',
  opacity: 'data(opacity)',
  'outline-width': 4,
  'outline-offset': 0,
  'outline-opacity': 'data(ring)',
  'z-index-compare': 'manual',
  'overlay-opacity': 0,
};

const edge = {
  'curve-style': 'data(curve)',
  'edge-distances': 'endpoints',
  'source-endpoint': 'data(sourceEndpoint)',
  'target-endpoint': 'data(targetEndpoint)',
  'segment-weights': 'data(weights)',
  'segment-distances': 'data(distances)',
  'segment-radii': 7,
  'radius-type': 'arc-radius',
  opacity: 'data(opacity)',
  width: 'data(width)',
  'line-color': 'data(colour)',
  'target-arrow-color': 'data(colour)',
  'target-arrow-shape': 'data(arrow)',
  'arrow-scale': 0.7,
  'z-index-compare': 'manual',
  'z-index': 'data(level)',
  'underlay-padding': 4,
  'underlay-opacity': 'data(ring)',
  'overlay-opacity': 0,
};

/** The accent is the only colour that is not data: the rings of what is chosen share it. */
export function stylesheet(accent: string): StylesheetJson {
  const blocks: { selector: string; style: Record<string, unknown> }[] = [
    { selector: 'core', style: { 'active-bg-opacity': 0, 'selection-box-opacity': 0 } },
    { selector: 'node', style: { ...node, 'outline-color': accent } },
    {
      selector: 'node[kind = "region"], node[kind = "box"]',
      style: {
        'z-index': 0,
        'background-position-x': 0,
        'background-position-y': 0,
        'background-image-containment': 'inside',
      },
    },
    { selector: 'node[kind = "region"]', style: { 'z-index': -1 } },
    { selector: 'node[kind = "anchor"]', style: { events: 'no' } },
    { selector: 'node[kind = "card"]', style: { 'z-index': 10 } },
    { selector: 'node[kind = "row"]', style: { 'z-index': 12 } },
    { selector: 'edge', style: { ...edge, 'underlay-color': accent } },
    {
      selector: 'edge[state = "warn"]',
      style: { 'line-style': 'dashed', 'line-dash-pattern': [1.5, 4.5], 'line-cap': 'round' },
    },
    { selector: 'edge[state = "fail"]', style: { 'line-style': 'dashed', 'line-dash-pattern': [7, 4.5] } },
    { selector: 'edge[state = "idle"]', style: { 'line-style': 'dashed', 'line-dash-pattern': [3, 4] } },
  ];
  return blocks;
}
