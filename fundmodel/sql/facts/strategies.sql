-- The strategies of the child funds.
-- grain: strategy_id
-- units: none
-- source: codes of datasets/funds.csv
with listed as (
    select ['early', 'scale_up', 'cdmo', 'global'] as codes
)
select
    (generate_subscripts(codes, 1) - 1)::integer as strategy_id,
    unnest(codes)::varchar as strategy_code
from listed
order by strategy_id
