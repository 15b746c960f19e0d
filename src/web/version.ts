import { version as ofPackage } from '../../package.json';

/** The version of this checkout, as it was built. */
export const version: string = ofPackage;
