// SPDX-License-Identifier: GPL-3.0-or-later

/// The columns of one particular dataset: the schema with the optional tables and weights it really has.
public struct DatasetLayout: Sendable, Equatable {
    /// A column as it is collected while events are made: plain values without gaps, in event order.
    ///
    /// A ragged table collects `counts` (rows per outer row); its `offsets` are made from them at the end.
    public struct StagedColumn: Sendable, Equatable {
        public let table: String
        public let name: String
        public let type: ElementType
        /// Values per row.
        public let components: Int
        public var rowByteCount: Int { type.byteCount * components }
        /// Where it is collected, within the folder of a partial run.
        var fileName: String {
            table.map { $0 == "/" ? "-" : String($0) }.joined() + "." + name
        }
    }

    /// Name of the collected lengths of a ragged table.
    static let countsName = "counts"

    public let schema: Schema
    /// Tables that are present, in file order.
    public let tables: [Schema.Table]
    /// Every collected column, in file order.
    public let staged: [StagedColumn]
    /// Number of named event weights.
    public let weightCount: Int

    public init(schema: Schema = .current, encoding: EncodingOptions, weightCount: Int) {
        self.schema = schema
        self.weightCount = weightCount
        tables = schema.tables.filter { !$0.isOptional || encoding.includes($0) }
        var staged: [StagedColumn] = []
        for table in tables where table.rows != .file {
            if table.hasOffsets {
                staged.append(StagedColumn(table: table.path, name: Self.countsName, type: .int32, components: 1))
            }
            for column in table.columns {
                let components =
                    switch column.components {
                    case .one: 1
                    case .weights: weightCount
                    }
                staged.append(
                    StagedColumn(table: table.path, name: column.name, type: column.type, components: components))
            }
        }
        self.staged = staged
    }

    public init(_ description: DatasetDescription) {
        self.init(encoding: description.encoding, weightCount: description.weightNames.count)
    }

    /// Position of a collected column, nil if the dataset lacks it.
    public func index(_ table: String, _ name: String) -> Int? {
        staged.firstIndex { $0.table == table && $0.name == name }
    }

    public func has(_ table: String) -> Bool { tables.contains { $0.path == table } }
}
