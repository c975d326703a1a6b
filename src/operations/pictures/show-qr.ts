import { WastelandError } from '../../errors.ts';
import { findRig } from '../find-named.ts';
import type { Services } from '../ports.ts';

/** The address of a rig's profile as a QR code, dark on light whatever the reader's theme: scanners want it so. */
export async function showQr(services: Services, typed: string): Promise<string> {
  const { id } = findRig(services, typed);
  const base = services.node.url();
  if (base === undefined) throw new WastelandError('unavailable', 'the node does not know its own address yet');
  // Loaded when it is asked for, as all that draws: no start needs it.
  const { toString } = await import('qrcode');
  return await toString(`${base}/rigs/${id}`, { type: 'svg', errorCorrectionLevel: 'M' });
}
