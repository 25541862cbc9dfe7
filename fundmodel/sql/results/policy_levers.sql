-- What each policy lever is worth: scenarios of the run that change nothing but one lever, against the base scenario of
-- the same run, on the same luck. The size of a lever's effect is an assumption; only its worth is computed.
-- grain: scenario_id, party_code, statistic
-- units: value in the unit of the catalogue; rates per year, multiples and whole won, lever less base
-- source: METHOD.md, "Policy levers"; the catalogue says in its source which assumptions are levers
with levers as (
    select scenario_id, max(name) as lever, max(value) as value, max(base_value) as base_value
    from scenario_overrides
    group by scenario_id
    having count(*) = 1
),
returns as (
    select scenario_id, scenario, party_code, statistic, irr_gross_rate, irr_net_rate, tvpi_multiple, distributed_krw
    from metrics
    where party_kind in ('whole', 'class')
)
select
    r.scenario_id,
    r.scenario,
    l.lever,
    a.label_en,
    a.label_ko,
    a.unit,
    l.base_value,
    l.value,
    r.party_code,
    r.statistic,
    r.irr_gross_rate - b.irr_gross_rate as irr_gross_change_rate,
    r.irr_net_rate - b.irr_net_rate as irr_net_change_rate,
    r.tvpi_multiple - b.tvpi_multiple as tvpi_change_multiple,
    (r.distributed_krw - b.distributed_krw)::bigint as distributed_change_krw
from returns as r
inner join levers as l on l.scenario_id = r.scenario_id
inner join assumptions_data as a on a.name = l.lever and starts_with(a.source, 'Policy lever')
inner join returns as b on b.scenario = 'base' and b.party_code = r.party_code and b.statistic = r.statistic
order by r.scenario_id, r.party_code, r.statistic
