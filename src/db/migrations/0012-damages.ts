/**
 * Sealed bodies that were found missing or altered: by their item's or derivative's id, the last time. Part of the
 * projection: no schema name.
 */
export const damages = /* sql */ `
create table damages (
	body text collate "C" primary key, item text collate "C" not null, found text not null, idx bigint not null, restored bigint
);
`;

export const damagesGrants = /* sql */ `
grant select on damages to custos_notary, custos_auditor, custos_api;
grant insert, update on damages to custos_notary;
`;

/** How far the second copy and the re-hash are, and what a reader missed. None of it is evidence. */
export const copies = /* sql */ `
create table upkeep (
	task text collate "C" primary key, next bigint not null, began timestamptz not null, bytes bigint not null,
	ended timestamptz, trouble text, since timestamptz, at timestamptz not null
);
create table not_found (object text collate "C" primary key, at timestamptz not null default now());
grant select on upkeep, not_found to custos_notary, custos_auditor, custos_api;
grant insert, update, delete on upkeep, not_found to custos_api;
`;
