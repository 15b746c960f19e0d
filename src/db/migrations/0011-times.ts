/**
 * What time authorities said of checkpoints (RFC 3161): the note exactly as it was stamped, and the answer exactly as it
 * came. Evidence, so it cannot be changed. And how it goes with each authority that is asked, as the notary tells it.
 */
export const times = /* sql */ `
create table ledger.time_tokens (
	size bigint not null check (size > 0), authority text collate "C" not null, note text not null, answer bytea not null,
	time timestamptz not null, primary key (authority, size)
);
create trigger refuse_change before update or delete on ledger.time_tokens for each row execute function ledger.refuse();
create trigger refuse_truncate before truncate on ledger.time_tokens for each statement execute function ledger.refuse();
alter table ledger.time_tokens enable always trigger refuse_change;
alter table ledger.time_tokens enable always trigger refuse_truncate;
grant select on ledger.time_tokens to custos_notary, custos_auditor, custos_api;
grant insert on ledger.time_tokens to custos_notary;

create table time_asked (authority text collate "C" primary key, trouble text, since timestamptz);
grant select on time_asked to custos_notary, custos_auditor, custos_api;
grant insert, update, delete on time_asked to custos_notary;
`;
