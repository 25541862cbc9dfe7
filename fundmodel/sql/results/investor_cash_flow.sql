-- Calls, distributions and their running total by quarter of each investor. Mean cash follows the one rounding rule:
-- cumulative sums are divided by the number of paths and floored, a quarter is the difference. Quantiles are not
-- kept investor by investor; those of its class stand in fund_cash_flow.
-- grain: scenario_id, party_id, statistic, quarter
-- units: whole won; calls as positive numbers, distributions with the first loss received or paid; cumulative is
--        distributions less calls to date; NAV at quarter end
-- source: party_cash_flows; METHOD.md "Paths" and "Entities and ledger"
with investors_cash as (
    select c.*, p.party_code, case c.path_group when 'central' then 'central' else 'mean' end as statistic
    from party_cash_flows as c
    inner join parties as p on p.party_id = c.party_id and p.party_kind = 'investor'
),
to_dates as (
    select
        scenario_id,
        party_id,
        party_code,
        statistic,
        quarter,
        nav_krw // path_count as nav_krw,
        sum(paid_in_krw) over (partition by scenario_id, party_id, statistic order by quarter)::bigint
            // path_count as calls_to_date_krw,
        sum(distributed_krw) over (partition by scenario_id, party_id, statistic order by quarter)::bigint
            // path_count as distributions_to_date_krw
    from investors_cash
),
steps as (
    select
        *,
        calls_to_date_krw - coalesce(
            max(calls_to_date_krw) over (
                partition by scenario_id, party_id, statistic order by quarter
                rows between unbounded preceding and 1 preceding
            ), 0
        ) as calls_krw,
        distributions_to_date_krw - coalesce(
            sum(distributions_to_date_krw) over (
                partition by scenario_id, party_id, statistic order by quarter
                rows between 1 preceding and 1 preceding
            )::bigint, 0
        ) as distributions_krw
    from to_dates
)
select
    t.scenario_id,
    s.scenario,
    t.party_id,
    t.party_code,
    'investor'::varchar as party_kind,
    t.quarter,
    (r.first_year + t.quarter // 4)::integer as year,
    t.statistic::varchar as statistic,
    t.calls_krw::bigint as calls_krw,
    t.distributions_krw::bigint as distributions_krw,
    (t.distributions_krw - t.calls_krw)::bigint as net_krw,
    (t.distributions_to_date_krw - t.calls_to_date_krw)::bigint as cumulative_krw,
    t.nav_krw::bigint as nav_krw
from steps as t
inner join scenarios as s on s.scenario_id = t.scenario_id
cross join run_settings as r
order by t.scenario_id, t.party_id, t.statistic, t.quarter
