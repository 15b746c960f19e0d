import type { FillTemplate } from './postgres.ts';

/** What every test database starts from: the roles and all migrations. */
export const fillTemplate: FillTemplate = async () => undefined;
