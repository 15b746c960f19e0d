import { CustosError } from '../../domain/errors.ts';

/** The browser takes no more of a download: its person stopped it there, or there is no room for it. It does not say which. */
export class DownloadEnded extends CustosError {
	constructor() {
		super('unavailable', 'the browser ended the download');
		this.name = 'DownloadEnded';
	}
}
