import { packProfile, profileFileName } from '../../client/profile/profile-file.ts';
import { saveFile } from '../parts/save-file.ts';
import type { House } from './house.ts';

/** Saves a person's profile as a file that `custos profile load` and another browser read. It is sealed as it lies here. */
export async function saveProfile(house: House, person: string): Promise<void> {
	const files = (await house.vault).files(person);
	saveFile(profileFileName(person), await packProfile(files), 'application/json');
}

/** Saves the receipts of everyone whose profile is in this browser; they hold no secrets. */
export async function saveReceipts(house: House): Promise<void> {
	const vault = await house.vault;
	for (const person of await vault.people()) {
		const receipts = await vault.files(person).read('receipts.jsonl');
		if (receipts !== undefined) saveFile(`custos-${person.slice(0, 8)}-receipts.jsonl`, receipts, 'application/jsonl');
	}
}
