"""中文用语。每个主题一节,节内按字母排序;与 en.py 逐条对应。"""

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    # 命令行与设置
    "disk_full": "磁盘已满,{path} 没有写完:请腾出空间后重试。",
    "file_unwritable": "无法读写 {path}({reason}):请检查路径和权限。",
    "interrupted": "已中断,未完成的写入不会生效。",
    "out_of_memory": "内存不足:请关闭其他程序,或分块处理文件。",
    "setting_invalid": "设置 {name} 的值 {given} 不可用({reason}):请参照 docs/settings.md 修改。",
    "unexpected": "程序内部出错(编号 {id}):请附上此编号报告问题;设 GEO_GRID_DEBUG=1 可显示细节。",
    "usage": "命令用法有误({reason}):请运行 geo-grid --help 查看说明。",
    # 本机数据库
    "database_binaries_missing": "未找到 PostgreSQL 服务器程序:请运行 script/up,或安装 postgresql 和 postgis。",
    "database_not_started": "本机数据库未能启动:请查看日志 {log}。",
    "database_user_missing": "以 root 运行需要系统用户 postgres:请安装 postgresql,或改用普通用户运行。",
    "port_taken": "端口 {port} 已被占用:请关闭占用它的程序,或设 GEO_GRID_PORT 换一个端口。",
}
