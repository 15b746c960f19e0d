/** Whose second key it is that agrees to a report leaving its case. Part of the projection: no schema name. */
export const exportPeople = /* sql */ `
alter table export_rules add column by_people boolean not null default false;
alter table exports add column first_key text;
`;

/** What `apply` makes of the ledgers of before: no rule said that people are counted. */
export const exportPeopleBefore = /* sql */ `
update exports set first_key = people.first_key from people where people.key = exports.by_person;
alter table exports alter column first_key set not null;
`;
