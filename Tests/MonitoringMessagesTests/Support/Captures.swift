/// What `monitoring-websocket-server` 1.0.83.87 sent, byte for byte.
enum Captures {
    static let connection =
        #"{"type": "connection", "status": "connected", "timestamp": "2026-11-21T06:17:36.078007", "#
        + #""message": "Connected to monitoring server"}"#
    static let error = #"{"type": "error", "message": "Invalid message"}"#
    static let pong = #"{"type": "pong", "timestamp": "2026-11-21T06:17:36.528456"}"#
    static let status =
        #"{"type": "status", "connected_clients": 1, "monitoring_active": true, "#
        + #""timestamp": "2026-11-21T06:17:36.528763"}"#
    static let monitoringData =
        #"{"type": "monitoring_data", "timestamp": "2026-11-21T06:17:36.527523", "data": {"#
        + #""memory": {"total": 25276514304, "available": 24999653376, "used": 276860928, "percentage": 1.1}, "#
        + #""processor": {"usage_percent": 0.0, "core_count": 2, "logical_count": 2, "frequency_current": 2700.0, "#
        + #""frequency_max": 0.0, "per_core_usage": [0.0, 0.0]}, "#
        + #""disk": {"total": 270553174016, "used": 15665623040, "free": 85777563648, "percentage": 15.4, "#
        + #""path": "/"}, "#
        + ##""system": {"os_name": "Linux", "os_version": "#1 SMP PREEMPT_DYNAMIC @0", "##
        + #""os_release": "6.18.44-fc-v595", "architecture": "x86_64", "#
        + #""platform": "Linux-6.18.44-fc-v595-x86_64-with-glibc2.36", "machine": "x86_64", "processor": "", "#
        + #""python_version": "3.11.7", "hostname": "vm"}}}"#

    static let all = [connection, error, pong, status, monitoringData]
}

/// The examples of the client's manual, "Communication Protocol", on one line.
enum ManualExamples {
    static let monitoringData =
        #"{"timestamp": "2025-01-03T14:30:25.123456", "type": "monitoring_data", "data": {"#
        + #""processor": {"usage_percent": 45.2, "temperature": 65.0, "frequency_mhz": 2400}, "#
        + #""memory": {"usage_percent": 62.8, "used_gb": 8.2, "total_gb": 13.1, "available_gb": 4.9}, "#
        + #""disk": {"usage_percent": 28.5, "used_gb": 142.5, "total_gb": 500.0, "free_gb": 357.5}, "#
        + #""gpu": {"usage_percent": 15.0, "memory_percent": 45.0, "temperature": 52.0, "#
        + #""memory_used_mb": 2048, "memory_total_mb": 4096}}}"#
    static let connection =
        #"{"timestamp": "2025-01-03T14:30:25.123456", "type": "connection_message", "#
        + #""message": "Connection established successfully"}"#
    static let error =
        #"{"timestamp": "2025-01-03T14:30:25.123456", "type": "error_message", "#
        + #""error": "CPU data collection error", "severity": "warning"}"#
}
