import { envelopeVectors } from './envelope-vectors.ts';

envelopeVectors('node');
