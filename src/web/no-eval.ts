import { config } from 'zod';

// The page's rules forbid code made from text; the schemas do without, once told. Workers import this first as well.
config({ jitless: true });
