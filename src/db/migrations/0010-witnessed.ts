/** What the notary tells of its witnesses, and the newest checkpoint that enough of them cosigned: it verifies by itself. */
export const witnessed = /* sql */ `
create table witnessed (
	one boolean primary key default true check (one),
	policy text not null, states text not null, held text, size bigint, note text
);
grant select on witnessed to custos_notary, custos_auditor, custos_api;
grant insert, update, delete on witnessed to custos_notary;
`;
