"""What each setting decides, in both languages: in English as the setting itself says, in Chinese as here.

tests/words/test_settings.py finds a setting without words.
"""

from collections.abc import Mapping

from geo_grid.settings import Settings, variable
from geo_grid.words.audit import Both

#: Field of the settings → its meaning.
CHINESE: Mapping[str, str] = {
    "database_url": "程序读写的 PostgreSQL 数据库，以程序自己的角色登录。不设时在本机启动一个私有的 PostGIS。",
    "migration_database_url": "同一个数据库，以拥有各表的角色登录；只在迁移时使用。不设时用 DATABASE_URL。",
    "timezone": "以哪个时区的零点作为一天的开始；「截至某日」指该日在此时区结束之时。",
    "language": "本人没有选择时使用的语言。",
    "host": "geo-grid serve 监听的地址。",
    "port": "geo-grid serve 监听的端口。",
    "max_upload_bytes": "检查页面可以上传的最大文件，以字节计。",
    "max_file_bytes": "命令可以读取的最大文件，以字节计；压缩包按解开后计。",
    "quarantine_folder": "上传的文件在检查完之前存放的文件夹，别人不能进入。不设时用系统临时文件夹里的一个。",
    "code_scheme": "网格编码从外轮廓往下各级的位数；6+3+3+3 依次为区县、街道、社区、序号。",
    "tile_cache_entries": "每个工作进程在内存里保留的矢量瓦片数；0 表示不保留。",
    "basemap": "网格下面的底图：own（本系统自己的图层）、xyz 或 wmts（外部服务器）、tianditu（天地图）、"
    "amap（高德），或 none（没有）。",
    "basemap_url": "外部底图瓦片的地址：xyz 写 {z}、{x}、{y}；wmts 也可以写 {TileMatrix}、{TileRow}、{TileCol}。",
    "basemap_attribution": "外部底图的版权所有者，显示在地图上；用 xyz 和 wmts 时必须填写。",
    "basemap_key": "天地图的密钥；每个打开地图的浏览器都看得到它。",
    "basemap_max_zoom": "外部底图瓦片的最大缩放级别。",
    "workload_weights": "各项在网格工作量里一个算多少；没有写的算 0。可以写 addresses（地址）、households（户）、"
    "people（人）、buildings（楼栋）、compounds（小区）、organisations（单位）、facilities（设施）和 street_km（街道公里数）。",
    "border_within_m": "界线沿街道、铁路或河岸时，与其中心线或岸线最多相距多少米。",
    "narrowest_grid_m": "网格的某一处比这个米数还窄就算细缝，会留下细缝的编辑不予接受。",
    "session_hours": "登录多少小时以后必须重新登录。",
    "session_idle_minutes": "多少分钟没有操作就结束登录。",
    "secure_cookies": "登录用的 Cookie 只经 HTTPS 发送，代理没有说明用了 HTTPS 时也是；用 HTTPS 时总是如此。",
    "reset_hours": "设置密码的链接多少小时内有效。",
    "password_memory_kib": "计算一次 argon2id 散列用的内存，以 KiB 计；默认值取自 OWASP 的建议。",
    "password_passes": "计算一次 argon2id 散列的遍数；默认值取自 OWASP 的建议。",
    "sign_ins_at_once": "每个工作进程同时计算散列的密码数；其余的排队。",
    "allowed_hosts": "可以用哪些主机名访问服务器，用英文逗号隔开；* 表示都可以。",
    "rate_limit_per_minute": "一个地址每分钟可以向一个工作进程发出的请求数，其中一次修改算十次；0 表示不限。本机不受限制。",
    "account_limit_per_minute": "一个账号每分钟可以向一个工作进程发出的请求数，只计需要账号的请求。",
    "hotline": "人人都可以拨打的热线电话，显示在每位责任人旁边。",
    "supervision_phone": "对网格责任人的监督电话。",
    "people_limit_per_minute": "一个地址每分钟可以从一个工作进程得到的含有人员的回答数；0 表示不限。本机不受限制。",
    "report_limit_per_minute": "一个地址不用账号，每分钟可以向一个工作进程发送的上报及其照片数；0 表示不限。本机不受限制。",
    "lapse_days": "职责将在多少天以内结束而没有接任的人时，作为问题提示。",
    "public_url": "居民打开网页所用的地址，例如 https://grid.example.cn；印在公示牌和联系卡的二维码里，身份认证系统也把人送回这里。不设时用服务监听的主机和端口。",
    "print_max_sheets": "一个 PDF 里公示牌或一览图的最大张数。",
    "print_max_cards": "一个 PDF 里联系卡的最大张数。",
    "print_keep_hours": "后台制作的 PDF 保留多少小时。",
    "work_in_server": "后台工作在 geo-grid serve 里进行；设为 false 时另外运行 geo-grid work。",
    "oidc_issuer": "除密码外还可以用来登录的 OpenID 身份认证系统的签发者，与它自称的完全一致。不设时没有。",
    "oidc_client_id": "身份认证系统给本系统的编号（client id）。",
    "oidc_client_secret": "身份认证系统给本系统的密钥（client secret）；不设时换取凭证只靠 PKCE 保护。",
    "oidc_scopes": "向身份认证系统请求的范围，openid 在先。",
    "oidc_name": "按钮上身份认证系统的名称，中文和英文之间用斜线隔开。",
    "oidc_claim": "凭证里必须等于账号登录名的一项，第一次登录时据此关联；email 须经验证才算。填 none 时都由管理员关联。",
    "oidc_timeout_seconds": "身份认证系统必须在多少秒内答复。",
    "border_m": "离界线多少米以内的事件，连同界线另一边的网格一起显示。",
    "auto_dispatch": "上报的事件立即受理，并派给此刻负责该处的人。",
    "auto_dispatch_residents": "居民自己上报的也这样办；设为否时先由受理员看过。",
    "on_site_m": "离事件地点多少米以内算到场。",
    "reopen_days": "结案后多少天以内，上报人可以要求重新办理。",
    "warn_share": "时限的最后多大一部分开始时提醒该办的人。",
    "auto_escalate": "未按时派遣、接办或处置的，自动升级。",
    "sample_share": "由处置人自己结案的一般事件，抽查多大比例。",
    "retention_days": "事件终结后多少天抹去上报人的个人信息。",
    "sealing_key": "通知地址在数据库里加密所用的密钥；不设时谁也不能登记地址。",
    "mail_url": "发送通知的邮件服务器，例如 mailtos://user:password@smtp.example.cn?from=grid@example.cn 。不设时不发邮件。",
    "sms_url": "短信网关，按 apprise 的写法，其中 {to} 代表手机号；用它把办理结果告诉上报人。不设时不发短信。",
    "webhook_url": "本系统的每条通知另外发到的地址，按 apprise 的写法。不设时没有。",
    "notification_schemes": "除邮件外，各人可以把通知发到哪几类地址，按 apprise 的名称；"
    "json、form、xml 可以到达本机能到达的任何机器。",
    "discreet_categories": "哪些类别的事件对公众只说到网格，写类别编码，用逗号分开；说到楼栋会指向某一户。默认是矛盾纠纷和便民服务。",
    "open311_jurisdiction": "Open311 客户端必须写明的 jurisdiction_id，例如 example.cn；不设时可以不写，写什么都行。",
    "open311_key_needed": "只接受带 api_key 的 Open311 上报，api_key 是可以受理事件的 API 令牌；不设时人人可以上报，次数与网页相同。",
    "debug": "遇到意外错误时，除了一句说明，还显示出错的位置。",
}


def meanings() -> Mapping[str, Both]:
    """Variable of each setting → what it decides; English where there is no Chinese yet."""
    return {
        variable(field): Both(CHINESE.get(field, english), english)
        for field, info in Settings.model_fields.items()
        # The marks are for the page of documentation.
        for english in [(info.description or "").replace("`", "")]
    }
