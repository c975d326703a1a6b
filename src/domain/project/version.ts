/** Number of the projection's rules and shapes: whatever was made by another number is made anew (protocol.md section 6). */
export const projectionVersion = 1;
