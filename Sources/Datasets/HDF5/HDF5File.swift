// SPDX-License-Identifier: GPL-3.0-or-later
import CHDF5

/// An HDF5 identifier that closes itself.
struct HDF5ID: ~Copyable {
    let id: hid_t
    private let closing: (hid_t) -> herr_t

    init(_ id: hid_t, closing: @escaping (hid_t) -> herr_t) {
        self.id = id
        self.closing = closing
    }

    deinit { _ = closing(id) }
}

/// A number of the C library's kind as a property or attribute: what a dataset or group may carry.
enum AttributeValue: Sendable, Equatable {
    case string(String)
    case strings([String])
    case integers([Int64])
    case integer(Int64)
    case unsigned(UInt64)
    case number(Double)
    case numbers([Double])
    /// Row by row.
    case matrix([Double], rows: Int, columns: Int)
}

/// The owner of one open HDF5 file; every failure names the object and what was being done.
struct HDF5File: ~Copyable {
    let path: String
    private let file: HDF5ID
    /// What a failure of the library means: a file that can be opened but not read is damaged.
    private let failureCode: DatasetError.Code
    /// Open as long as this value lives.
    var id: hid_t { file.id }

    enum Access { case read, create(userBlock: Int) }

    /// Creation fixes everything that could differ between two runs: format bounds, no times, compact links.
    init(_ path: String, _ access: Access) throws(DatasetError) {
        chdf5_silence()
        self.path = path
        switch access {
        case .read:
            let id = H5Fopen(path, chdf5_read_only(), chdf5_default())
            if id < 0 { throw Self.failure(.corrupt, "open the file", object: "", path: path) }
            file = HDF5ID(id, closing: H5Fclose)
            failureCode = .corrupt
        case .create(let userBlock):
            let creation = HDF5ID(H5Pcreate(chdf5_file_create_class()), closing: H5Pclose)
            let access = HDF5ID(H5Pcreate(chdf5_file_access_class()), closing: H5Pclose)
            let settings = [
                H5Pset_userblock(creation.id, hsize_t(userBlock)),
                H5Pset_obj_track_times(creation.id, false),
                H5Pset_link_phase_change(creation.id, Self.compactLinks, 0),
                H5Pset_libver_bounds(access.id, H5F_LIBVER_V18, H5F_LIBVER_V18),
                H5Pset_fclose_degree(access.id, H5F_CLOSE_STRONG),
            ]
            if settings.contains(where: { $0 < 0 }) {
                throw Self.failure(.inputOutput, "set up the file", object: "", path: path)
            }
            let id = H5Fcreate(path, chdf5_truncate(), creation.id, access.id)
            if id < 0 { throw Self.failure(.inputOutput, "create the file", object: "", path: path) }
            file = HDF5ID(id, closing: H5Fclose)
            failureCode = .inputOutput
        }
    }

    /// Groups keep their links as plain messages up to this many.
    private static let compactLinks: UInt32 = 1024

    /// Writes everything out; the file may be closed after.
    func flush() throws(DatasetError) {
        if H5Fflush(file.id, H5F_SCOPE_GLOBAL) < 0 { throw failure("write out the file", object: "") }
    }

    func createGroup(_ name: String) throws(DatasetError) {
        chdf5_silence()
        let creation = HDF5ID(H5Pcreate(chdf5_group_create_class()), closing: H5Pclose)
        if H5Pset_obj_track_times(creation.id, false) < 0
            || H5Pset_link_phase_change(creation.id, Self.compactLinks, 0) < 0
        {
            throw failure("set up the group", object: name)
        }
        let id = H5Gcreate2(file.id, name, chdf5_default(), creation.id, chdf5_default())
        if id < 0 { throw failure("create the group", object: name) }
        _ = H5Gclose(id)
    }

    /// Creates a dataset with its storage.
    ///
    /// - Parameter chunkRows: rows per chunk of a compressed dataset, nil for one contiguous piece.
    /// - Returns: where in the file the contiguous data begin; nil if there are none.
    func createDataset(
        _ name: String, type: StoredType, shape: [Int], chunkRows: Int? = nil
    ) throws(DatasetError) -> Int? {
        chdf5_silence()
        let creation = HDF5ID(H5Pcreate(chdf5_dataset_create_class()), closing: H5Pclose)
        var settings = [
            H5Pset_obj_track_times(creation.id, false), H5Pset_fill_time(creation.id, H5D_FILL_TIME_NEVER),
        ]
        if let chunkRows {
            var chunk = shape.map { hsize_t($0) }
            chunk[0] = hsize_t(chunkRows)
            settings += [
                H5Pset_chunk(creation.id, Int32(shape.count), chunk), H5Pset_shuffle(creation.id),
                H5Pset_deflate(creation.id, ChunkCompressor.level),
                H5Pset_alloc_time(creation.id, H5D_ALLOC_TIME_INCR),
            ]
        } else {
            settings += [
                H5Pset_layout(creation.id, H5D_CONTIGUOUS), H5Pset_alloc_time(creation.id, H5D_ALLOC_TIME_EARLY),
            ]
        }
        if settings.contains(where: { $0 < 0 }) { throw failure("set up the dataset", object: name) }
        let space = try dataspace(shape, object: name)
        let memory = try type.identifier(path: path, object: name)
        let id = H5Dcreate2(file.id, name, memory.id, space.id, chdf5_default(), creation.id, chdf5_default())
        if id < 0 { throw failure("create the dataset", object: name) }
        let dataset = HDF5ID(id, closing: H5Dclose)
        let offset = H5Dget_offset(dataset.id)
        return offset == chdf5_undefined_address() ? nil : Int(offset)
    }

    /// Writes one ready-made chunk that begins at `row`.
    func writeChunk(_ name: String, row: Int, rank: Int, bytes: [UInt8]) throws(DatasetError) {
        let dataset = try object(name)
        var place = [hsize_t](repeating: 0, count: rank)
        place[0] = hsize_t(row)
        if H5Dwrite_chunk(dataset.id, chdf5_default(), 0, place, bytes.count, bytes) < 0 {
            throw failure("write a chunk of", object: name)
        }
    }

    func dataspace(_ shape: [Int], object: String) throws(DatasetError) -> HDF5ID {
        let extent = shape.map { hsize_t($0) }
        let id = shape.isEmpty ? H5Screate(H5S_SCALAR) : H5Screate_simple(Int32(shape.count), extent, nil)
        if id < 0 { throw failure("describe the size of", object: object) }
        return HDF5ID(id, closing: H5Sclose)
    }

    /// Opens a group or dataset.
    func object(_ name: String) throws(DatasetError) -> HDF5ID {
        chdf5_silence()
        let id = H5Oopen(file.id, name, chdf5_default())
        if id < 0 { throw failure("find", object: name) }
        return HDF5ID(id, closing: H5Oclose)
    }

    /// Whether every part of a path exists.
    func has(_ name: String) -> Bool {
        chdf5_silence()
        var prefix = ""
        for part in name.split(separator: "/") {
            prefix += "/" + part
            if H5Lexists(file.id, prefix, chdf5_default()) <= 0 { return false }
        }
        return true
    }

    func failure(_ operation: String, object: String) -> DatasetError {
        Self.failure(failureCode, operation, object: object, path: path)
    }

    private static func failure(
        _ code: DatasetError.Code, _ operation: String, object: String, path: String
    ) -> DatasetError {
        var text = [CChar](repeating: 0, count: 256)
        chdf5_last_error(&text)
        let cause = text.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        return DatasetError(
            code, path: path,
            reason: "could not \(operation)" + (object.isEmpty ? "" : " \(object)")
                + (cause.isEmpty ? "" : ": HDF5 says '\(cause)'") + (code == .corrupt ? "; it is damaged" : ""))
    }
}

/// The type of a dataset in the file.
enum StoredType: Sendable, Equatable {
    case number(ElementType)
    /// UTF-8 of a fixed number of bytes, filled with zeros.
    case text(byteCount: Int)

    var byteCount: Int {
        switch self {
        case .number(let type): type.byteCount
        case .text(let count): count
        }
    }

    func identifier(path: String, object: String) throws(DatasetError) -> HDF5ID {
        switch self {
        case .number(let type): return HDF5ID(type.hdf5, closing: { _ in 0 })
        case .text(let byteCount):
            let id = H5Tcopy(chdf5_c_string())
            if id < 0 || H5Tset_size(id, max(byteCount, 1)) < 0 || H5Tset_strpad(id, H5T_STR_NULLPAD) < 0
                || H5Tset_cset(id, H5T_CSET_UTF8) < 0
            {
                throw DatasetError(.inputOutput, path: path, reason: "could not describe the text of \(object)")
            }
            return HDF5ID(id, closing: H5Tclose)
        }
    }
}

extension ElementType {
    /// The library's identifier of the little-endian type.
    var hdf5: hid_t {
        switch self {
        case .int8: chdf5_int8()
        case .int16: chdf5_int16()
        case .int32: chdf5_int32()
        case .int64: chdf5_int64()
        case .uint8: chdf5_uint8()
        case .uint16: chdf5_uint16()
        case .uint32: chdf5_uint32()
        case .uint64: chdf5_uint64()
        case .float32: chdf5_float32()
        case .float64: chdf5_float64()
        }
    }
}
