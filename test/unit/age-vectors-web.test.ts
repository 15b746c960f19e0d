import { vi } from 'vitest';
import { ageVectors } from './age-vectors.ts';

// The other real platform, as bundlers choose it outside Node.
vi.mock('#platform', () => import('../../src/domain/platform/web.ts'));

ageVectors('web');
