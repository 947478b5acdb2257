/** What a flow is, told by colour and by the shape of its mark. */
export type FlowTone = 'plain' | 'stable' | 'candidate' | 'other' | 'bad' | 'unknown';
