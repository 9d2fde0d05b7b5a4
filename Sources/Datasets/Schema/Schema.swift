// SPDX-License-Identifier: GPL-3.0-or-later

/// The layout of a dataset as one value: writer, reader, validator and document all follow it.
public struct Schema: Sendable, Equatable {
    /// How many values a row of a column has.
    public enum Components: Sendable, Equatable {
        case one
        /// One per named event weight: a matrix of rows x weights.
        case weights
    }

    /// One dataset of the file.
    public struct Column: Sendable, Equatable {
        public let name: String
        public let type: ElementType
        /// Unit of the values; "1" for pure numbers.
        public let units: String
        public let description: String
        public let components: Components
        /// The schemas that have it.
        public let versions: ClosedRange<Int>

        public init(
            _ name: String, _ type: ElementType, _ units: String, _ description: String,
            components: Components = .one, versions: ClosedRange<Int> = Schema.every
        ) {
            self.name = name
            self.type = type
            self.units = units
            self.description = description
            self.components = components
            self.versions = versions
        }
    }

    /// What a row of a table is.
    public enum Rows: Sendable, Equatable {
        /// One row per event.
        case event
        /// Any number of rows per event: `offsets` has one entry more than events.
        case withinEvent
        /// Any number of rows per row of another table: `offsets` has one entry more than that table's rows.
        case within(String)
        /// Belongs to the file as a whole.
        case file
    }

    /// One group of the file with its columns.
    public struct Table: Sendable, Equatable {
        /// Name of the group, without the leading slash.
        public let path: String
        public let rows: Rows
        public let description: String
        /// May be left out of a file.
        public let isOptional: Bool
        public let columns: [Column]

        public init(_ path: String, _ rows: Rows, _ description: String, isOptional: Bool = false, columns: [Column]) {
            self.path = path
            self.rows = rows
            self.description = description
            self.isOptional = isOptional
            self.columns = columns
        }

        /// Whether the table has a dataset `offsets`.
        public var hasOffsets: Bool {
            switch rows {
            case .withinEvent, .within: true
            case .event, .file: false
            }
        }

        /// The dataset `offsets` of a ragged table.
        public var offsetsColumn: Column {
            let outer =
                switch rows {
                case .within(let parent): "row of /\(parent)"
                default: "event"
                }
            return Column(
                "offsets", .int64, "1",
                "The rows of \(outer) i are offsets[i] to offsets[i + 1] - 1; one entry more than there are of these")
        }
    }

    public let version: Int
    /// In the order in which they stand in the file.
    public let tables: [Table]

    public func table(_ path: String) -> Table? { tables.first { $0.path == path } }

    /// Versions of what has always been there, of what came with schema 2, and of what only schema 1 had.
    public static let every = 1...Int.max
    static let fromSchema2 = 2...Int.max
    static let onlySchema1 = 1...1

    /// The schema of a version from 1 to `FormatVersion.schema`.
    public init(version: Int) {
        let all = [
            Self.eventsTable, Self.eventClassTable, Self.verticesTable, Self.particlesTable, Self.failuresTable,
            Self.trackerHitsTable, Self.trackerCellsTable, Self.hitParticlesTable, Self.geometryLayersTable,
            Self.geometryModulesTable, Self.geometryAsBuiltTable, Self.geometryDefectsTable,
        ]
        self.version = version
        tables = all.map { table in
            Table(
                table.path, table.rows, table.description, isOptional: table.isOptional,
                columns: table.columns.filter { $0.versions.contains(version) })
        }
    }

    /// The schema that this program writes.
    public static let current = Schema(version: FormatVersion.schema)
}
