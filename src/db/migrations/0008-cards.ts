/** Suspension cards: whose each is, and which of a person's is good today. Part of the projection: no schema name. */
export const cards = /* sql */ `
create table cards (card text collate "C" primary key, person text collate "C" not null, idx bigint not null);
create table cards_in_force (
	person text collate "C" primary key, card text collate "C", made int not null, idx bigint not null
);
`;

export const cardsGrants = /* sql */ `
grant select on cards, cards_in_force to custos_notary, custos_auditor, custos_api;
grant insert, update on cards, cards_in_force to custos_notary;
`;
