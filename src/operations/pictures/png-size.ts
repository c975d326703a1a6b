/** Pixels of a picture for a shared link: what social networks ask for. */
export const pngWidth = 1200;
export const pngHeight = 630;
