// An image as numbers: what decoders give, rasterisers draw, and preprocessing takes.

/** Pixels row by row, from the top left, `channels` bytes each: 1 for grey, 3 for RGB. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** width × height × channels bytes. */
  readonly data: Uint8Array;
}
