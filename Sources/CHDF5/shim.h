// SPDX-License-Identifier: GPL-3.0-or-later
// HDF5 names its constants by macros that call functions; Swift sees them through these functions.
#pragma once
#include <hdf5.h>

/// Property list classes.
static inline hid_t chdf5_file_create_class(void) { return H5P_FILE_CREATE; }
static inline hid_t chdf5_file_access_class(void) { return H5P_FILE_ACCESS; }
static inline hid_t chdf5_group_create_class(void) { return H5P_GROUP_CREATE; }
static inline hid_t chdf5_dataset_create_class(void) { return H5P_DATASET_CREATE; }
/// The default property list, and "the whole dataspace".
static inline hid_t chdf5_default(void) { return H5P_DEFAULT; }
static inline hid_t chdf5_all(void) { return H5S_ALL; }
static inline hsize_t chdf5_unlimited(void) { return H5S_UNLIMITED; }
/// The address of a dataset that has no storage.
static inline haddr_t chdf5_undefined_address(void) { return HADDR_UNDEF; }

/// Flags of opening and creating.
static inline unsigned chdf5_truncate(void) { return H5F_ACC_TRUNC; }
static inline unsigned chdf5_read_only(void) { return H5F_ACC_RDONLY; }

/// Stored types: little endian of fixed width.
static inline hid_t chdf5_int8(void) { return H5T_STD_I8LE; }
static inline hid_t chdf5_int16(void) { return H5T_STD_I16LE; }
static inline hid_t chdf5_int32(void) { return H5T_STD_I32LE; }
static inline hid_t chdf5_int64(void) { return H5T_STD_I64LE; }
static inline hid_t chdf5_uint8(void) { return H5T_STD_U8LE; }
static inline hid_t chdf5_uint16(void) { return H5T_STD_U16LE; }
static inline hid_t chdf5_uint32(void) { return H5T_STD_U32LE; }
static inline hid_t chdf5_uint64(void) { return H5T_STD_U64LE; }
static inline hid_t chdf5_float32(void) { return H5T_IEEE_F32LE; }
static inline hid_t chdf5_float64(void) { return H5T_IEEE_F64LE; }
static inline hid_t chdf5_c_string(void) { return H5T_C_S1; }

/// Turns off the printing of errors on this thread; they are reported through return values. To be called before all
/// else: it also keeps HDF5 from writing out files when the program ends, since after a failed write (a full disk) it
/// would try again then, and crash.
static inline void chdf5_silence(void) {
    H5dont_atexit();
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
}

/// Keeps the description of the innermost error: where HDF5 itself says what went wrong.
static inline herr_t chdf5_keep_description(unsigned depth, const H5E_error2_t *error, void *text) {
    if (error->desc && error->desc[0]) {
        char *out = (char *)text;
        unsigned i = 0;
        for (; i < 255 && error->desc[i]; ++i) out[i] = error->desc[i];
        out[i] = 0;
    }
    (void)depth;
    return 0;
}
/// Writes the innermost error's description into `text` (256 bytes).
static inline void chdf5_last_error(char *text) {
    text[0] = 0;
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_DOWNWARD, chdf5_keep_description, text);
    H5Eclear2(H5E_DEFAULT);
}
