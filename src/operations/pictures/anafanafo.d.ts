declare module 'anafanafo' {
  /** Width in pixels; characters that the font hasn't are taken for as wide as an m. */
  export default function measure(text: string, options: { font: '10px Verdana' | 'bold 10px Verdana' }): number;
}
