// SPDX-License-Identifier: GPL-3.0-or-later
import CHDF5

extension HDF5File {
    /// Attaches an attribute to a group or dataset.
    func writeAttribute(_ name: String, _ value: AttributeValue, on object: String) throws(DatasetError) {
        let owner = try self.object(object)
        switch value {
        case .string(let text): try write(name, texts: [text], shape: [], owner, object)
        case .strings(let texts): try write(name, texts: texts, shape: [texts.count], owner, object)
        case .integer(let number): try write(name, [number], shape: [], owner, object)
        case .integers(let numbers): try write(name, numbers, shape: [numbers.count], owner, object)
        case .unsigned(let number): try write(name, [number], shape: [], owner, object)
        case .number(let number): try write(name, [number], shape: [], owner, object)
        case .numbers(let numbers): try write(name, numbers, shape: [numbers.count], owner, object)
        case .matrix(let numbers, let rows, let columns):
            precondition(numbers.count == rows * columns, "a matrix of rows times columns")
            try write(name, numbers, shape: [rows, columns], owner, object)
        }
    }

    private func write<T: ColumnElement>(
        _ name: String, _ values: [T], shape: [Int], _ owner: borrowing HDF5ID, _ object: String
    ) throws(DatasetError) {
        let type = try StoredType.number(T.elementType).identifier(path: path, object: object)
        let space = try dataspace(shape, object: object)
        let id = H5Acreate2(owner.id, name, type.id, space.id, chdf5_default(), chdf5_default())
        if id < 0 { throw failure("create the attribute \(name) of", object: object) }
        defer { _ = H5Aclose(id) }
        if !values.isEmpty && H5Awrite(id, type.id, values) < 0 {
            throw failure("write the attribute \(name) of", object: object)
        }
    }

    private func write(
        _ name: String, texts: [String], shape: [Int], _ owner: borrowing HDF5ID, _ object: String
    ) throws(DatasetError) {
        let width = max(texts.map(\.utf8.count).max() ?? 0, 1)
        var bytes: [UInt8] = []
        for text in texts {
            bytes += Array(text.utf8)
            bytes += [UInt8](repeating: 0, count: width - text.utf8.count)
        }
        let type = try StoredType.text(byteCount: width).identifier(path: path, object: object)
        let space = try dataspace(shape, object: object)
        let id = H5Acreate2(owner.id, name, type.id, space.id, chdf5_default(), chdf5_default())
        if id < 0 { throw failure("create the attribute \(name) of", object: object) }
        defer { _ = H5Aclose(id) }
        if !bytes.isEmpty && H5Awrite(id, type.id, bytes) < 0 {
            throw failure("write the attribute \(name) of", object: object)
        }
    }

    func hasAttribute(_ name: String, on object: String) -> Bool {
        guard let owner = try? self.object(object) else { return false }
        return H5Aexists(owner.id, name) > 0
    }

    /// The numbers of an attribute, converted to `T`.
    func readAttribute<T: ColumnElement>(_ name: String, of object: String, as: T.Type) throws(DatasetError) -> [T] {
        let owner = try self.object(object)
        let id = H5Aopen(owner.id, name, chdf5_default())
        if id < 0 { throw failure("find the attribute \(name) of", object: object) }
        defer { _ = H5Aclose(id) }
        let count = try attributeCount(id, name, object)
        let stored = HDF5ID(H5Aget_type(id), closing: H5Tclose)
        let kind = H5Tget_class(stored.id)
        if kind != H5T_INTEGER && kind != H5T_FLOAT {
            throw DatasetError(.corrupt, path: path, reason: "the attribute \(name) of \(object) is not a number")
        }
        var values = [T](unsafeUninitializedCapacity: count) { buffer, used in
            buffer.withMemoryRebound(to: UInt8.self) { $0.update(repeating: 0) }
            used = count
        }
        if count > 0 && H5Aread(id, T.elementType.hdf5, &values) < 0 {
            throw failure("read the attribute \(name) of", object: object)
        }
        return values
    }

    /// The texts of an attribute.
    func readTextAttribute(_ name: String, of object: String) throws(DatasetError) -> [String] {
        let owner = try self.object(object)
        let id = H5Aopen(owner.id, name, chdf5_default())
        if id < 0 { throw failure("find the attribute \(name) of", object: object) }
        defer { _ = H5Aclose(id) }
        let count = try attributeCount(id, name, object)
        let stored = HDF5ID(H5Aget_type(id), closing: H5Tclose)
        if H5Tget_class(stored.id) != H5T_STRING || H5Tis_variable_str(stored.id) > 0 {
            throw DatasetError(.corrupt, path: path, reason: "the attribute \(name) of \(object) is not a text")
        }
        let width = H5Tget_size(stored.id)
        if width > 1 << 16 {
            throw DatasetError(.corrupt, path: path, reason: "the attribute \(name) of \(object) is too long")
        }
        var bytes = [UInt8](repeating: 0, count: max(count * width, 1))
        if count > 0 && H5Aread(id, stored.id, &bytes) < 0 {
            throw failure("read the attribute \(name) of", object: object)
        }
        return (0..<count).map { i in
            String(decoding: bytes[i * width..<(i + 1) * width].prefix { $0 != 0 }, as: UTF8.self)
        }
    }

    private func attributeCount(_ id: hid_t, _ name: String, _ object: String) throws(DatasetError) -> Int {
        let space = HDF5ID(H5Aget_space(id), closing: H5Sclose)
        let count = H5Sget_simple_extent_npoints(space.id)
        if count < 0 || count > 1 << 20 {
            throw DatasetError(.corrupt, path: path, reason: "the attribute \(name) of \(object) has no usable size")
        }
        return Int(count)
    }
}
