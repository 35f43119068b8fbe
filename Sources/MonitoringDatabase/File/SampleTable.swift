import GRDB
import MonitoringMessages

/// The manual's table `monitoring_data` in SQL.
enum SampleTable {
    private static let columns = ["timestamp", "server", "cpu_usage", "ram_usage", "disk_usage", "gpu_usage"]

    /// The table as the manual makes it, and what the queries need to be quick in a large one.
    private static let schema = """
        CREATE TABLE IF NOT EXISTS monitoring_data (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            timestamp DATETIME,
            server TEXT,
            cpu_usage REAL,
            ram_usage REAL,
            disk_usage REAL,
            gpu_usage REAL
        );
        CREATE INDEX IF NOT EXISTS monitoring_data_timestamp ON monitoring_data (timestamp);
        CREATE INDEX IF NOT EXISTS monitoring_data_server ON monitoring_data (server, timestamp);
        """

    /// Makes the table in a database that is empty.
    static func create(in database: Database) throws {
        try database.execute(sql: schema)
    }

    /// - Returns: what shows that the database is not one of samples; nil for one that is, or that is empty.
    static func foreignness(of database: Database) throws -> String? {
        let names = try String.fetchAll(database, sql: "SELECT name FROM pragma_table_info('monitoring_data')")
        if names.isEmpty {
            let other = try String.fetchOne(
                database, sql: "SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' LIMIT 1")
            return other.map { "it has '\($0)' and no table 'monitoring_data'" }
        }
        let missing = (["id"] + columns).filter { !names.contains($0) }
        return missing.first.map { "its table 'monitoring_data' has no column '\($0)'" }
    }

    static func insert(_ samples: [StoredSample], into database: Database) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO monitoring_data (\(columns.joined(separator: ", "))) VALUES (?, ?, ?, ?, ?, ?)
                """)
        for sample in samples {
            try statement.execute(arguments: [
                sample.time.databaseText, sample.server, sample.cpuUsage, sample.ramUsage, sample.diskUsage,
                sample.gpuUsage,
            ])
        }
    }

    /// Removes the oldest samples of before a time.
    /// - Parameter limit: How many at most, so that others can write in between.
    /// - Returns: how many were removed.
    static func remove(before time: WallTime, limit: Int, from database: Database) throws -> Int {
        try database.execute(
            sql: """
                DELETE FROM monitoring_data WHERE id IN
                (SELECT id FROM monitoring_data WHERE timestamp < ? ORDER BY timestamp LIMIT ?)
                """, arguments: [time.databaseText, limit])
        return database.changesCount
    }

    /// A place in the results of a query: after this row.
    struct Place {
        fileprivate var timestamp: DatabaseValue
        fileprivate var id: DatabaseValue
    }

    /// The rows of a query, from `place` on, and the place after them; that is nil when there are no more.
    ///
    /// Rows whose time cannot be read, which only another program can have written, are left out.
    static func select(
        _ query: SampleQuery, after place: Place?, limit: Int, from database: Database
    ) throws -> (samples: [StoredSample], next: Place?) {
        var conditions: [String] = ["timestamp IS NOT NULL"]
        var arguments = StatementArguments()
        func add(_ condition: String, _ values: [any DatabaseValueConvertible]) {
            conditions.append(condition)
            arguments += StatementArguments(values)
        }
        if let since = query.since { add("timestamp >= ?", [since.databaseText]) }
        if let before = query.before { add("timestamp < ?", [before.databaseText]) }
        if let server = query.server { add("server = ?", [server]) }
        if let place {
            add("(timestamp, id) \(query.newestFirst ? "<" : ">") (?, ?)", [place.timestamp, place.id])
        }
        arguments += [limit]
        let order = query.newestFirst ? "DESC" : "ASC"
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT id, \(columns.joined(separator: ", ")) FROM monitoring_data
                WHERE \(conditions.joined(separator: " AND ")) ORDER BY timestamp \(order), id \(order) LIMIT ?
                """, arguments: arguments)
        let next = rows.count < limit ? nil : rows.last.map { Place(timestamp: $0[1], id: $0[0]) }
        return (rows.compactMap(StoredSample.init(row:)), next)
    }
}

extension StoredSample {
    /// Whatever another program put into the columns: what is no number there is unknown.
    fileprivate init?(row: Row) {
        func number(_ index: Int) -> Double? { Double.fromDatabaseValue(row[index]) }
        guard let text = String.fromDatabaseValue(row[1]), let time = WallTime(databaseText: text) else { return nil }
        self.init(
            id: Int64.fromDatabaseValue(row[0]), time: time, server: String.fromDatabaseValue(row[2]) ?? "",
            cpuUsage: number(3), ramUsage: number(4), diskUsage: number(5), gpuUsage: number(6))
    }
}
