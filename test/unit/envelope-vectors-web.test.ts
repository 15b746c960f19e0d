import { vi } from 'vitest';
import { envelopeVectors } from './envelope-vectors.ts';

// The other real platform, as bundlers choose it outside Node.
vi.mock('#platform', () => import('../../src/domain/platform/web.ts'));

envelopeVectors('web');
