import type { Route } from '../../http/app.ts';
import { accept } from './accept.ts';
import { answer } from './answer.ts';
import { claim } from './claim.ts';
import { comment } from './comment.ts';
import { edit } from './edit.ts';
import { post } from './post.ts';
import { progress } from './progress.ts';
import { registerHere } from './register.ts';
import { reject } from './reject.ts';
import { release } from './release.ts';
import { revoke } from './revoke.ts';
import { signInWithToken } from './sign-in.ts';
import { signInHere } from './sign-in-with-key.ts';
import { signOut } from './sign-out.ts';
import { stamp } from './stamp.ts';
import { submit } from './submit.ts';
import { unvouch, vouch } from './vouch.ts';
import { withdraw } from './withdraw.ts';

/** Every form that can be sent. */
export const posted: readonly Route[] = [
  signInWithToken,
  signInHere,
  registerHere,
  signOut,
  post,
  edit,
  claim,
  progress,
  release,
  submit,
  accept,
  reject,
  withdraw,
  comment,
  stamp,
  answer,
  revoke,
  vouch,
  unvouch,
];
