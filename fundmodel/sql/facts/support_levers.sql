-- What public investors can do for others in child funds, in the order in which it acts; lever_id is the case in which
-- a lever is taken out.
-- grain: lever_id
-- units: lever_id from 1
-- source: METHOD.md, "Public money for others"
with listed as (
    select [
        'call_option', 'priority_return', 'upside_transfer', 'first_loss', 'put_option', 'fiscal_layer'
    ] as codes
)
select
    generate_subscripts(codes, 1)::integer as lever_id,
    unnest(codes)::varchar as lever
from listed
order by lever_id
