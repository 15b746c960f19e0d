/**
 * What is asked all the time, or of one item, is found without reading a table through. Each index costs something at every deposit:
 * there is none for what is asked seldom, or of tables that stay small (damages, what waits for each epoch). Part of the
 * projection: no schema name.
 */
export const foundByIndex = /* sql */ `
create index items_object on items (object);
create index items_examined on items (examined) where examined is not null;
create index items_failed on items (idx) where state = 'failed';
create index derivatives_idx on derivatives (idx);
create index derivatives_object on derivatives (object);
create index marks_item on marks (item);
create index clips_item on clips (item);
create index exhibits_item on exhibits (item);
create index notes_item on notes (item);
create index numbered_what on numbered (what);
`;

export const foundByIndexBeside = /* sql */ `
create index prefixes_item on ledger.prefixes (item);
create index outcomes_at on outcomes (at);
`;
