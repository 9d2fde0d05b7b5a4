// SPDX-License-Identifier: GPL-3.0-or-later
import CHDF5

/// What is known of a dataset without reading its data.
struct StoredDataset: Sendable, Equatable {
    var type: StoredType
    var shape: [Int]
    /// Bytes taken in the file.
    var storedByteCount: Int

    var rows: Int { shape.first ?? 1 }
    /// Values per row.
    var components: Int { shape.dropFirst().reduce(1, *) }
    var rowByteCount: Int { type.byteCount * components }
}

extension HDF5File {
    /// - Throws: if there is no such dataset, or its type is none that a schema has.
    func look(at name: String) throws(DatasetError) -> StoredDataset {
        let dataset = try openDataset(name)
        let type = HDF5ID(H5Dget_type(dataset.id), closing: H5Tclose)
        let space = HDF5ID(H5Dget_space(dataset.id), closing: H5Sclose)
        let rank = Int(H5Sget_simple_extent_ndims(space.id))
        if rank < 0 || rank > 2 {
            throw DatasetError(.corrupt, path: path, reason: "\(name) has \(rank) dimensions instead of one or two")
        }
        var extent = [hsize_t](repeating: 0, count: max(rank, 1))
        _ = H5Sget_simple_extent_dims(space.id, &extent, nil)
        var shape: [Int] = []
        for size in extent.prefix(rank) {
            guard size <= UInt64(1) << 50 else {
                throw DatasetError(.corrupt, path: path, reason: "\(name) claims \(size) rows")
            }
            shape.append(Int(size))
        }
        return StoredDataset(
            type: try storedType(type, name), shape: shape, storedByteCount: Int(H5Dget_storage_size(dataset.id)))
    }

    private func openDataset(_ name: String) throws(DatasetError) -> HDF5ID {
        chdf5_silence()
        let id = H5Dopen2(try object("/").id, name, chdf5_default())
        if id < 0 { throw DatasetError(.corrupt, path: path, reason: "there is no dataset \(name)") }
        return HDF5ID(id, closing: H5Dclose)
    }

    private func storedType(_ type: borrowing HDF5ID, _ name: String) throws(DatasetError) -> StoredType {
        if H5Tget_class(type.id) == H5T_STRING && H5Tis_variable_str(type.id) == 0 {
            return .text(byteCount: H5Tget_size(type.id))
        }
        for candidate in ElementType.allCases where H5Tequal(type.id, candidate.hdf5) > 0 { return .number(candidate) }
        throw DatasetError(.corrupt, path: path, reason: "\(name) has a type that no schema has")
    }

    /// Reads rows of a dataset of numbers into memory, converting to `T`.
    ///
    /// - Precondition: `values` has room for the rows' values, and the rows exist.
    func read<T: ColumnElement>(
        _ name: String, rows: Range<Int>, into values: UnsafeMutableBufferPointer<T>
    ) throws(DatasetError) {
        try read(name, rows: rows, type: .number(T.elementType), into: UnsafeMutableRawBufferPointer(values))
    }

    /// Reads rows as values of a stored type, without conversion if it is the dataset's own.
    func read(
        _ name: String, rows: Range<Int>, type: StoredType, into bytes: UnsafeMutableRawBufferPointer
    ) throws(DatasetError) {
        if rows.isEmpty { return }
        let dataset = try openDataset(name)
        let space = HDF5ID(H5Dget_space(dataset.id), closing: H5Sclose)
        let rank = Int(H5Sget_simple_extent_ndims(space.id))
        var extent = [hsize_t](repeating: 0, count: max(rank, 1))
        _ = H5Sget_simple_extent_dims(space.id, &extent, nil)
        let memoryType = try type.identifier(path: path, object: name)
        var count = Array(extent.prefix(rank))
        if rank > 0 {
            var start = [hsize_t](repeating: 0, count: rank)
            start[0] = hsize_t(rows.lowerBound)
            count[0] = hsize_t(rows.count)
            precondition(rows.upperBound <= Int(extent[0]), "rows outside the dataset")
            if H5Sselect_hyperslab(space.id, H5S_SELECT_SET, start, nil, count, nil) < 0 {
                throw failure("select rows of", object: name)
            }
        }
        precondition(bytes.count >= count.reduce(1) { $0 * Int($1) } * type.byteCount, "no room for the rows")
        let memory = try dataspace(count.map { Int($0) }, object: name)
        if H5Dread(dataset.id, memoryType.id, memory.id, space.id, chdf5_default(), bytes.baseAddress) < 0 {
            throw failure("read", object: name)
        }
    }

    /// The names of the objects in a group, sorted.
    func names(in group: String) throws(DatasetError) -> [String] {
        let owner = try object(group)
        var information = H5G_info_t()
        if H5Gget_info(owner.id, &information) < 0 { throw failure("look into", object: group) }
        var names: [String] = []
        for i in 0..<information.nlinks {
            let length = H5Lget_name_by_idx(
                owner.id, ".", H5_INDEX_NAME, H5_ITER_INC, i, nil, 0, chdf5_default())
            if length < 0 { throw failure("list", object: group) }
            var text = [CChar](repeating: 0, count: length + 1)
            _ = H5Lget_name_by_idx(
                owner.id, ".", H5_INDEX_NAME, H5_ITER_INC, i, &text, length + 1, chdf5_default())
            names.append(text.withUnsafeBufferPointer { String(cString: $0.baseAddress!) })
        }
        return names
    }

    func isGroup(_ name: String) -> Bool {
        guard let object = try? object(name) else { return false }
        return H5Iget_type(object.id) == H5I_GROUP
    }
}
