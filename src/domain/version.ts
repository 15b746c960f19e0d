/** The version of this program: that of package.json, known in a browser too. */
export const version = '0.1.0';
