// Makes Node find the stand-ins, and take the scripts for the modules that they are.
import { register } from 'node:module';

register('./resolve.mjs', import.meta.url);
