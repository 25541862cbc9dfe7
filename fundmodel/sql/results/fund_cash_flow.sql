-- Calls, distributions and their running total by quarter (the J-curve) for all investors together, each
-- class and each fund. Distributions carry the first loss, received as plus, paid as minus; those of the
-- whole are without carry. A fund's row is all its partners, after fees and carry. NAV of a class is what it
-- would receive, that of the whole and of a fund is before accrued carry. Quantiles are taken cell by cell
-- over the random paths, so that only the rows of central and mean add up. Row mean follows the one rounding
-- rule: cumulative sums are divided by the number of paths and floored, a quarter is the difference. Before
-- its start a fund has nothing, after its end its running total stands still.
-- grain: scenario_id, party_id, statistic, quarter
-- units: whole won; calls as positive numbers; cumulative is distributions less calls to date; NAV at quarter
-- end
-- source: class_flows, fund_flows; METHOD.md "Paths" and "Entities and ledger"
with class_cash as (
    select
        scenario_id,
        path_id,
        class_id,
        quarter,
        sum(paid_in_krw)::bigint as calls_krw,
        sum(distributed_krw + first_loss_krw)::bigint as distributions_krw,
        sum(nav_krw)::bigint as nav_krw
    from class_flows
    group by scenario_id, path_id, class_id, quarter
),
all_classes as (
    select
        scenario_id,
        path_id,
        quarter,
        sum(calls_krw)::bigint as calls_krw,
        sum(distributions_krw)::bigint as distributions_krw,
        sum(nav_krw)::bigint as nav_krw
    from class_cash
    group by scenario_id, path_id, quarter
),
carries as (
    select scenario_id, path_id, quarter, sum(carry_krw)::bigint as carry_krw
    from fund_flows
    group by scenario_id, path_id, quarter
),
cash as (
    select
        a.scenario_id, p.party_id, a.path_id, a.quarter, a.quarter as age_quarters, a.calls_krw,
        a.distributions_krw - coalesce(c.carry_krw, 0) as distributions_krw, a.nav_krw
    from all_classes as a
    inner join parties as p on p.party_kind = 'whole'
    left join carries as c
        on c.scenario_id = a.scenario_id and c.path_id = a.path_id and c.quarter = a.quarter
    union all by name
    select
        c.scenario_id, p.party_id, c.path_id, c.quarter, c.quarter as age_quarters, c.calls_krw,
        c.distributions_krw, c.nav_krw
    from class_cash as c
    inner join parties as p on p.party_kind = 'class' and p.class_id = c.class_id
    union all by name
    select
        f.scenario_id, p.party_id, f.path_id, f.quarter, f.quarter - s.start_quarter as age_quarters,
        f.called_krw as calls_krw, f.distributable_krw - f.carry_krw as distributions_krw, f.nav_krw
    from fund_flows as f
    inner join funds as s on s.scenario_id = f.scenario_id and s.fund_id = f.fund_id
    inner join parties as p on p.party_kind = 'fund' and p.fund_id = f.fund_id
),
-- One window per party over all its paths, its frame no longer than the path: far faster than one window per
-- path.
running as (
    select
        scenario_id,
        party_id,
        path_id,
        quarter,
        calls_krw,
        distributions_krw,
        nav_krw,
        sum(distributions_krw - calls_krw) over (
            partition by scenario_id, party_id
            order by path_id, quarter
            rows between age_quarters preceding and current row
        )::bigint as cumulative_krw
    from cash
),
cells as (
    select
        scenario_id,
        party_id,
        quarter,
        (count(*) filter (where path_id > 0))::bigint as path_count,
        (sum(calls_krw) filter (where path_id = 0))::bigint as calls_central,
        (sum(distributions_krw) filter (where path_id = 0))::bigint as distributions_central,
        (sum(cumulative_krw) filter (where path_id = 0))::bigint as cumulative_central,
        (sum(nav_krw) filter (where path_id = 0))::bigint as nav_central,
        (sum(calls_krw) filter (where path_id > 0))::bigint as calls_sum,
        (sum(distributions_krw) filter (where path_id > 0))::bigint as distributions_sum,
        (sum(nav_krw) filter (where path_id > 0))::bigint as nav_sum,
        quantile_cont(calls_krw, [0.1, 0.5, 0.9]) filter (where path_id > 0) as calls_list,
        quantile_cont(distributions_krw, [0.1, 0.5, 0.9]) filter (where path_id > 0) as distributions_list,
        quantile_cont(distributions_krw - calls_krw, [0.1, 0.5, 0.9]) filter (where path_id > 0) as net_list,
        quantile_cont(cumulative_krw, [0.1, 0.5, 0.9]) filter (where path_id > 0) as cumulative_list,
        quantile_cont(nav_krw, [0.1, 0.5, 0.9]) filter (where path_id > 0) as nav_list
    from running
    group by scenario_id, party_id, quarter
),
sums_to_date as (
    select
        scenario_id,
        party_id,
        quarter,
        path_count,
        nav_sum,
        (sum(calls_sum) over to_date)::bigint as calls_to_date,
        (sum(distributions_sum) over to_date)::bigint as distributed_to_date
    from cells
    where path_count > 0
    window to_date as (partition by scenario_id, party_id order by quarter)
),
means_to_date as (
    select
        scenario_id,
        party_id,
        quarter,
        calls_to_date // path_count as calls_to_date,
        -- a sum may be negative while first loss is paid: the remainder is taken off first, so that the
        -- division floors
        (distributed_to_date - (distributed_to_date % path_count + path_count) % path_count) // path_count
            as distributed_to_date,
        nav_sum // path_count as nav_krw
    from sums_to_date
),
means as (
    select
        scenario_id,
        party_id,
        quarter,
        nav_krw,
        distributed_to_date - calls_to_date as cumulative_krw,
        calls_to_date - lag(calls_to_date, 1, 0) over by_quarter as calls_krw,
        distributed_to_date - lag(distributed_to_date, 1, 0) over by_quarter as distributions_krw
    from means_to_date
    window by_quarter as (partition by scenario_id, party_id order by quarter)
),
statistics as (
    select
        scenario_id, party_id, quarter, 'central' as statistic, calls_central as calls_krw,
        distributions_central as distributions_krw, distributions_central - calls_central as net_krw,
        cumulative_central as cumulative_krw, nav_central as nav_krw
    from cells
    where calls_central is not null
    union all by name
    select
        scenario_id, party_id, quarter, 'mean' as statistic, calls_krw, distributions_krw,
        distributions_krw - calls_krw as net_krw, cumulative_krw, nav_krw
    from means
    union all by name
    select
        scenario_id, party_id, quarter, unnest(['p10', 'p50', 'p90']) as statistic,
        unnest(calls_list)::bigint as calls_krw, unnest(distributions_list)::bigint as distributions_krw,
        unnest(net_list)::bigint as net_krw, unnest(cumulative_list)::bigint as cumulative_krw,
        unnest(nav_list)::bigint as nav_krw
    from cells
    where path_count > 0
),
lines as (
    select distinct scenario_id, party_id, statistic
    from statistics
),
grid as (
    select l.scenario_id, l.party_id, l.statistic, unnest(range(0, s.n_quarters))::integer as quarter, s.first_year
    from lines as l
    cross join run_settings as s
)
select
    g.scenario_id,
    n.scenario,
    g.party_id,
    p.party_code,
    p.party_kind,
    g.quarter,
    (g.first_year + g.quarter // 4)::integer as year,
    g.statistic,
    coalesce(t.calls_krw, 0) as calls_krw,
    coalesce(t.distributions_krw, 0) as distributions_krw,
    coalesce(t.net_krw, 0) as net_krw,
    coalesce(
        last_value(t.cumulative_krw ignore nulls) over (
            partition by g.scenario_id, g.party_id, g.statistic
            order by g.quarter
            rows between unbounded preceding and current row
        ),
        0
    ) as cumulative_krw,
    coalesce(t.nav_krw, 0) as nav_krw
from grid as g
inner join scenarios as n on n.scenario_id = g.scenario_id
inner join parties as p on p.party_id = g.party_id
left join statistics as t
    on t.scenario_id = g.scenario_id
    and t.party_id = g.party_id
    and t.statistic = g.statistic
    and t.quarter = g.quarter
order by g.scenario_id, g.party_id, g.statistic, g.quarter
