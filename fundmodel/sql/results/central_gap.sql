-- How far the central case stands from the mean of the random paths before fees and carry: money paid into assets and
-- got back by the funds of each strategy. Correlation of success and value, windows, limits of the market and of the
-- funds' money bend flows, so that the two differ; without them they agree.
-- grain: scenario_id, strategy_code
-- units: whole won over the whole life, mean floored; multiples of invested money, gap mean less central; empty without
--        random paths
-- source: METHOD.md, "Paths"; fund_flows
with life as (
    select
        k.scenario_id,
        g.strategy_code,
        k.path_id > 0 as is_random,
        count(distinct k.path_id) as path_count,
        sum(k.invested_krw)::bigint as invested_krw,
        sum(k.proceeds_krw)::bigint as proceeds_krw
    from fund_flows as k
    inner join funds as f on f.scenario_id = k.scenario_id and f.fund_id = k.fund_id and f.level = 1
    inner join strategies as g on g.strategy_id = f.strategy_id
    group by k.scenario_id, g.strategy_code, k.path_id > 0
)
select
    c.scenario_id,
    s.scenario,
    c.strategy_code,
    c.invested_krw,
    c.proceeds_krw,
    m.invested_krw // m.path_count as invested_mean_krw,
    m.proceeds_krw // m.path_count as proceeds_mean_krw,
    c.proceeds_krw::double / nullif(c.invested_krw, 0) as tvpi_gross_multiple,
    m.proceeds_krw::double / nullif(m.invested_krw, 0) as tvpi_gross_mean_multiple,
    m.proceeds_krw::double / nullif(m.invested_krw, 0) - c.proceeds_krw::double / nullif(c.invested_krw, 0)
        as tvpi_gross_gap_multiple
from life as c
inner join scenarios as s on s.scenario_id = c.scenario_id
left join life as m on m.scenario_id = c.scenario_id and m.strategy_code = c.strategy_code and m.is_random
where not c.is_random
order by c.scenario_id, c.strategy_code
