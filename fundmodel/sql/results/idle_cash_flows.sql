-- What limited partners paid beyond what their funds spent in a quarter, and idle cash that came back to them, added up
-- over paths: of the whole programme and of each class, by planned commitments, looked through the mega fund. What an
-- investor pays into the account of its appropriations beyond calls counts too. Empty without terms of cash.
-- grain: scenario_id, party_id, path_group, quarter
-- units: whole won; advance_krw is below zero where less was paid; path_group central is path 0, random all others
-- source: fund_cash, appropriations, commitments; METHOD.md, "Cash of a fund" and "From gross to net"
with moved as (
    select
        scenario_id,
        fund_id,
        case when path_id = 0 then 'central' else 'random' end as path_group,
        quarter,
        sum(advance_krw)::bigint as advance_krw,
        sum(given_back_krw)::bigint as given_back_krw
    from fund_cash
    group by scenario_id, fund_id, case when path_id = 0 then 'central' else 'random' end, quarter
),
of_top as (
    select c.scenario_id, c.class_id, sum(c.commitment_krw)::bigint as class_krw
    from commitments as c
    inner join funds as f on f.scenario_id = c.scenario_id and f.fund_id = c.fund_id and f.level = 0
    group by c.scenario_id, c.class_id
),
tops as (
    select
        scenario_id,
        class_id,
        class_krw / (sum(class_krw) over (partition by scenario_id)::bigint)::double as top_share
    from of_top
),
stakes as (
    select scenario_id, fund_id, class_id, commitment_krw
    from commitments
    where class_id in (0, 1, 2)
    union all by name
    select c.scenario_id, c.fund_id, t.class_id, floor(c.commitment_krw * t.top_share)::bigint as commitment_krw
    from commitments as c
    inner join tops as t on t.scenario_id = c.scenario_id
    where c.class_id = -1
),
shares as (
    select
        s.scenario_id,
        s.fund_id,
        s.class_id,
        sum(s.commitment_krw)::bigint / f.lp_commitment_krw::double as lp_share
    from stakes as s
    inner join funds as f on f.scenario_id = s.scenario_id and f.fund_id = s.fund_id and f.level = 1
    group by s.scenario_id, s.fund_id, s.class_id, f.lp_commitment_krw
),
accounts as (
    select
        a.scenario_id,
        i.class_id,
        case when a.path_id = 0 then 'central' else 'random' end as path_group,
        a.quarter,
        a.paid_krw - a.called_krw as advance_krw,
        a.returned_krw as given_back_krw
    from appropriations as a
    inner join investors as i on i.investor_id = a.investor_id
),
of_parties as (
    select
        m.scenario_id,
        p.party_id,
        m.path_group,
        m.quarter,
        round(m.advance_krw * s.lp_share)::bigint as advance_krw,
        round(m.given_back_krw * s.lp_share)::bigint as given_back_krw
    from moved as m
    inner join shares as s on s.scenario_id = m.scenario_id and s.fund_id = m.fund_id
    inner join parties as p on p.party_kind = 'class' and p.class_id = s.class_id
    union all by name
    select m.scenario_id, p.party_id, m.path_group, m.quarter, m.advance_krw, m.given_back_krw
    from moved as m
    inner join parties as p on p.party_kind = 'whole'
    union all by name
    select a.scenario_id, p.party_id, a.path_group, a.quarter, a.advance_krw, a.given_back_krw
    from accounts as a
    inner join parties as p on p.party_kind = 'whole' or (p.party_kind = 'class' and p.class_id = a.class_id)
)
select
    scenario_id,
    party_id,
    path_group,
    quarter,
    sum(advance_krw)::bigint as advance_krw,
    sum(given_back_krw)::bigint as given_back_krw
from of_parties
group by scenario_id, party_id, path_group, quarter
order by scenario_id, party_id, path_group, quarter
