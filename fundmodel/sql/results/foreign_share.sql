-- The share of foreign capital in four definitions, cumulative to each quarter, and foreign won per public
-- won. of_commitments: foreign part of all ultimate investors' commitments, looked through the mega fund, at
-- the first-close rate. of_paid_in, of_nav: the same of paid-in and of investor NAV. reaching_korea: foreign
-- investors' pro-rata part of the money that was paid into Korean assets; reaching_korea_non_public: the part
-- of all but public investors, the convention of gross reports. A share whose whole is zero is empty, and its
-- status says so. Quantiles are taken cell by cell over the random paths on which the share exists.
-- grain: scenario_id, statistic, quarter
-- units: shares 0..1; won per won; won
-- source: METHOD.md "Foreign capital"
with commitment_sums as (
    select
        c.scenario_id,
        (sum(c.commitment_krw) filter (where p.party_code = 'foreign'))::bigint as foreign_krw,
        sum(c.commitment_krw)::bigint as all_krw
    from commitments as c
    inner join parties as p on p.party_kind = 'class' and p.class_id = c.class_id
    where c.investor_id >= 0
    group by c.scenario_id
),
class_columns as (
    select
        f.scenario_id,
        f.path_id,
        f.quarter,
        f.paid_in_krw,
        greatest(f.nav_krw, 0) as nav_krw,
        f.korea_invested_krw,
        p.party_code = 'foreign' as is_foreign,
        p.party_code = 'public' as is_public
    from class_flows as f
    inner join parties as p on p.party_kind = 'class' and p.class_id = f.class_id
),
by_quarter as (
    select
        scenario_id,
        path_id,
        quarter,
        sum(paid_in_krw)::bigint as paid_in_krw,
        coalesce(sum(paid_in_krw) filter (where is_foreign), 0)::bigint as foreign_paid_in_krw,
        coalesce(sum(paid_in_krw) filter (where is_public), 0)::bigint as public_paid_in_krw,
        sum(nav_krw)::bigint as nav_krw,
        coalesce(sum(nav_krw) filter (where is_foreign), 0)::bigint as foreign_nav_krw,
        sum(korea_invested_krw)::bigint as korea_krw,
        coalesce(sum(korea_invested_krw) filter (where is_foreign), 0)::bigint as foreign_korea_krw,
        coalesce(sum(korea_invested_krw) filter (where is_public), 0)::bigint as public_korea_krw
    from class_columns
    group by scenario_id, path_id, quarter
),
-- One window per scenario over all paths, its frame no longer than the path: far faster than one window per
-- path.
to_date as (
    select
        scenario_id,
        path_id,
        quarter,
        nav_krw,
        foreign_nav_krw,
        (sum(paid_in_krw) over life)::bigint as paid_in_krw,
        (sum(foreign_paid_in_krw) over life)::bigint as foreign_paid_in_krw,
        (sum(public_paid_in_krw) over life)::bigint as public_paid_in_krw,
        (sum(korea_krw) over life)::bigint as korea_krw,
        (sum(foreign_korea_krw) over life)::bigint as foreign_korea_krw,
        (sum(public_korea_krw) over life)::bigint as public_korea_krw
    from by_quarter
    window life as (
        partition by scenario_id order by path_id, quarter rows between quarter preceding and current row
    )
),
shares as (
    select
        scenario_id,
        path_id,
        quarter,
        case when paid_in_krw > 0 then foreign_paid_in_krw::double / paid_in_krw end as of_paid_in,
        case when nav_krw > 0 then foreign_nav_krw::double / nav_krw end as of_nav,
        case when korea_krw > 0 then foreign_korea_krw::double / korea_krw end as reaching_korea,
        case when korea_krw > 0 then (korea_krw - public_korea_krw)::double / korea_krw end as reaching_non_public,
        case when public_paid_in_krw > 0 then foreign_paid_in_krw::double / public_paid_in_krw end as per_public_won,
        foreign_paid_in_krw,
        public_paid_in_krw,
        foreign_korea_krw
    from to_date
),
lists as (
    select
        scenario_id,
        quarter,
        quantile_cont(of_paid_in, [0.05, 0.5, 0.95]) as of_paid_in,
        quantile_cont(of_nav, [0.05, 0.5, 0.95]) as of_nav,
        quantile_cont(reaching_korea, [0.05, 0.5, 0.95]) as reaching_korea,
        quantile_cont(reaching_non_public, [0.05, 0.5, 0.95]) as reaching_non_public,
        quantile_cont(per_public_won, [0.05, 0.5, 0.95]) as per_public_won,
        quantile_cont(foreign_paid_in_krw, [0.05, 0.5, 0.95]) as foreign_paid_in_krw,
        quantile_cont(public_paid_in_krw, [0.05, 0.5, 0.95]) as public_paid_in_krw,
        quantile_cont(foreign_korea_krw, [0.05, 0.5, 0.95]) as foreign_korea_krw
    from shares
    where path_id > 0
    group by scenario_id, quarter
),
statistics as (
    select
        scenario_id, quarter, 'central' as statistic, of_paid_in, of_nav, reaching_korea, reaching_non_public,
        per_public_won, foreign_paid_in_krw, public_paid_in_krw, foreign_korea_krw
    from shares
    where path_id = 0
    union all by name
    select
        scenario_id, quarter, unnest(['p5', 'median', 'p95']) as statistic, unnest(of_paid_in) as of_paid_in,
        unnest(of_nav) as of_nav, unnest(reaching_korea) as reaching_korea,
        unnest(reaching_non_public) as reaching_non_public, unnest(per_public_won) as per_public_won,
        unnest(foreign_paid_in_krw)::bigint as foreign_paid_in_krw,
        unnest(public_paid_in_krw)::bigint as public_paid_in_krw,
        unnest(foreign_korea_krw)::bigint as foreign_korea_krw
    from lists
)
select
    t.scenario_id,
    s.scenario,
    t.quarter,
    (r.first_year + t.quarter // 4)::integer as year,
    t.statistic,
    coalesce(c.foreign_krw, 0)::double / c.all_krw as of_commitments_share,
    t.of_paid_in as of_paid_in_share,
    t.of_nav as of_nav_share,
    t.reaching_korea as reaching_korea_share,
    t.reaching_non_public as reaching_korea_non_public_share,
    t.per_public_won as foreign_won_per_public_won,
    t.foreign_paid_in_krw,
    t.public_paid_in_krw,
    t.foreign_korea_krw,
    case when t.of_paid_in is null then 'no money yet' else 'ok' end as status,
    case when t.of_nav is null then 'no NAV' else 'ok' end as nav_status,
    case when t.reaching_korea is null then 'no money in Korea yet' else 'ok' end as korea_status,
    case when t.per_public_won is null then 'no public money yet' else 'ok' end as public_status
from statistics as t
inner join scenarios as s on s.scenario_id = t.scenario_id
inner join commitment_sums as c on c.scenario_id = t.scenario_id
cross join run_settings as r
order by t.scenario_id, t.statistic, t.quarter
