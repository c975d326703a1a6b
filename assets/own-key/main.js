// Rigs whose key is in this browser: made, shown and used here. Pages that need it load this.
import { signForms } from './forms.js';
import { offerOwnKey } from './register.js';
import { offerSignIn } from './sign-in.js';

signForms();
await offerOwnKey();
await offerSignIn();
