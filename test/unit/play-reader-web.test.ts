import { vi } from 'vitest';
import { sealedReaderTests } from './play-reader.ts';

// The other real platform, as bundlers choose it outside Node.
vi.mock('#platform', () => import('../../src/domain/platform/web.ts'));

sealedReaderTests('web');
