-- The most that one company is given over all its rounds, fund by fund, beside the fund's commitments.
-- grain: scenario_id, fund_code, statistic
-- units: largest_krw whole won, before the limits of the fund's money; share_of_commitment 0..1; mean, p10 and p90 are
--        over the random paths, central is one programme
-- source: METHOD.md, "Mandates"; largest_companies
with by_path as (
    select world_id, path_id, fund_id, max(largest_krw)::bigint as largest_krw
    from largest_companies
    group by world_id, path_id, fund_id
),
cells as (
    select
        world_id, fund_id,
        max(largest_krw) filter (where path_id = 0) as central,
        (count(*) filter (where path_id > 0))::bigint as path_count,
        (sum(largest_krw) filter (where path_id > 0))::bigint as amount_sum,
        quantile_cont(largest_krw, [0.1, 0.9]) filter (where path_id > 0) as amounts
    from by_path
    group by world_id, fund_id
),
statistics as (
    select world_id, fund_id, 'central' as statistic, central::double as amount
    from cells
    where central is not null
    union all by name
    select world_id, fund_id, 'mean' as statistic, amount_sum::double / path_count as amount
    from cells
    where path_count > 0
    union all by name
    select world_id, fund_id, unnest(['p10', 'p90']) as statistic, unnest(amounts) as amount
    from cells
    where path_count > 0
)
select
    s.scenario_id,
    s.scenario,
    f.fund_code,
    t.statistic::varchar as statistic,
    round(t.amount)::bigint as largest_krw,
    f.commitment_krw,
    (t.amount / f.commitment_krw)::double as share_of_commitment
from statistics as t
inner join scenarios as s on s.world_id = t.world_id
inner join funds as f on f.scenario_id = s.scenario_id and f.fund_id = t.fund_id and f.commitment_krw > 0
order by s.scenario_id, f.fund_code, statistic
