# In danger: first the number, then that they can stay. Never advice, never a question who or where.

danger-violence =
    If anyone is in danger now, call { $emergency }.

    If you suspect something that is not urgent, the police are on { $police }. You can keep writing here.

danger-self-harm =
    If a life is in danger now, call { $emergency }.

    Självmordslinjen, the suicide line, answers day and night on { $suicide }. If you are under 18 you can call Bris, the children’s helpline, on { $children }. You can keep writing here.

danger-home =
    If you are in danger now, call { $emergency }.

    Kvinnofridslinjen, the national helpline on threats and violence, answers day and night on { $violence } and does not show on the bill. You can keep writing here.

danger-leaving =
    If anyone is in danger, or is about to leave now, call { $emergency }.

    If it is not urgent, the police are on { $police }. You can keep writing here.

# When somebody tells of danger again, soon after the numbers have been said.
danger-again = If anyone is in danger now, call { $emergency }. Do not wait for an answer here first. You can keep writing.
