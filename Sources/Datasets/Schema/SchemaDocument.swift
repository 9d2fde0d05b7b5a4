// SPDX-License-Identifier: GPL-3.0-or-later

extension Schema {
    /// The schema as the document `Datasets/SCHEMA.md`.
    public var document: String {
        var text = """
            # Eidolon dataset, schema \(version)

            This page is made from the schema in `Sources/Datasets/Schema`, and a test compares the two; \
            `EIDOLON_UPDATE_SCHEMA=1 swift test --filter SchemaTests` writes it anew. \
            Readers accept every earlier schema and refuse later ones.

            ## The file

            A dataset is one HDF5 file. Its first 512 bytes, the user block, are text filled up with zeros:

            ```
            \(FormatVersion.name) <schema version>
            bytes <length of what follows the block>
            sha256 <SHA-256 of what follows the block, hexadecimal>
            ```

            - Numbers are little endian and of the width given below. Units: millimetres, GeV, nanoseconds, tesla, \
            the elementary charge; momenta in GeV/c.
            - Every column is one dataset with one row per row of its table, and has the attributes `units`, \
            `description` and `sha256_tree`: the SHA-256 over the SHA-256 of each block of 65,536 rows, hexadecimal.
            - A ragged table has a dataset `offsets`: the rows of event (or hit) i are `offsets[i]` to \
            `offsets[i + 1] - 1`.
            - References are event-local: row r of an event is row `offsets[i] + r` of the table.
            - Data are contiguous, so a column can be mapped into memory at its dataset's offset; in a compressed file \
            (shuffle and deflate, chunks of at most 128 KiB) they are not.
            - `float32` carries measured and kinematic quantities (relative precision 6e-8); `float64` carries event \
            weights, hit weights and vertices.

            Attributes of the file: `format` = `\(FormatVersion.name)`, `schema_version`, `model_revision` (physics \
            and algorithms), `licence`.
            `/events` has `sum_of_weights` (processes x weights, pb), `tried`, `passed` and `trials` (per \
            process: event numbers, events without those of an unusable input record, and the sum of the column \
            `trials`). With a selection, `tried` counts attempts and `/events` also has \
            `attempts` (all processes together; event numbers are numbers of attempts from `first_event` on), \
            `selected_cross_section` and `selected_cross_section_error` (pb, per process: the sum of nominal weights \
            over the attempts, and its statistical error). `/events/process_id` has `names` and `labels` (the class of each \
            process), `/events/weights` has `names`, `/events/label` and `/labels/event_class/label` have `values` and \
            `names`. `/geometry` has `name`, `field` (what the field is) and `field_z` \
            (along z at the origin, in tesla); `/geometry/layers/layer_id` has `names`.

            `/events/additional_flavour` tells samples with top quarks apart where they overlap: the shower of `tt` makes \
            some of what `ttbb` is made of. Jets are anti-kT jets with R = 0.4 of final particles without neutrinos and \
            prompt leptons, with pT > 20 GeV and |eta| < 2.5. An event is tt + b if a bottom hadron with pT > 5 GeV lies \
            within 0.4 of such a jet, else tt + c if a charm hadron does, where hadrons count that come from no decay of a \
            top quark or of a W, Z or Higgs boson (charm hadrons: nor from a bottom hadron). For `tt` together with \
            `ttbb`, take tt + b from the latter only.

            `/provenance` holds all that determines the bytes: the texts `plan` and `texts/NAME` (recipe, geometry, \
            cards) as fixed-length UTF-8, and the attributes `plan_hash`, `seed`, `first_event`, `event_count`.

            ## Tables

            """
        for table in tables {
            text += "\n### `/\(table.path)`\n\n\(table.description). \(table.rowsText)"
            if table.isOptional { text += " Optional." }
            text += "\n\n| column | type | units | description |\n|---|---|---|---|\n"
            for column in (table.hasOffsets ? [table.offsetsColumn] : []) + table.columns {
                let type = column.type.rawValue + (column.components == .weights ? " x weights" : "")
                text += "| `\(column.name)` | \(type) | \(column.units) | \(column.description) |\n"
            }
        }
        let new = tables.flatMap { table in
            table.columns.filter { $0.versions.lowerBound == version }.map { "`/\(table.path)/\($0.name)`" }
        }
        if version > 1 && !new.isEmpty {
            text += "\n## New in schema \(version)\n\n" + new.joined(separator: ", ") + ".\n"
        }
        return text
    }
}

extension Schema.Table {
    /// A sentence that says what a row is.
    fileprivate var rowsText: String {
        switch rows {
        case .event: "One row per event."
        case .withinEvent: "Ragged within events."
        case .within(let parent): "Ragged within `/\(parent)`."
        case .file: "Belongs to the whole file."
        }
    }
}
