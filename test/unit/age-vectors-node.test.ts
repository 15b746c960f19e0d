import { ageVectors } from './age-vectors.ts';

ageVectors('node');
