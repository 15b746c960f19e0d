import { sealedReaderTests } from './play-reader.ts';

sealedReaderTests('node');
