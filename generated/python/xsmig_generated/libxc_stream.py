# This is a generated file! Please edit source .ksy file and use kaitai-struct-compiler to rebuild
# type: ignore

import kaitaistruct
from kaitaistruct import KaitaiStruct, KaitaiStream, BytesIO
from enum import IntEnum


if getattr(kaitaistruct, 'API_VERSION', (0, 9)) < (0, 11):
    raise Exception("Incompatible Kaitai Struct Python API: 0.11 or later is required, but you have %s" % (kaitaistruct.__version__))

class LibxcStream(KaitaiStruct):
    """Memory and virtual hardware of a saved domain. Only described as far as it
    takes to step over it, to what follows it in a libxenlight domain image: the
    bodies of its records, gigabytes of guest memory, are left as octets.
    
    A stream with checkpoints (Remus, COLO) is refused: what stands in it after a
    `CHECKPOINT` are records of the libxenlight image, and a saved domain has none.
    
    .. seealso::
       Source - https://github.com/xen-project/xen/blob/c447b7308b1330ec6dcfef37220736c28f41daa0/docs/specs/libxc-migration-stream.pandoc
    """

    class RecordType(IntEnum):
        end = 0
        page_data = 1
        checkpoint = 14
    def __init__(self, _io, _parent=None, _root=None):
        super(LibxcStream, self).__init__(_io)
        self._parent = _parent
        self._root = _root or self
        self._read()

    def _read(self):
        self.image_header = LibxcStream.ImageHeader(self._io, self, self._root)
        self.domain = LibxcStream.Domain(self.image_header.is_big_endian, self._io, self, self._root)


    def _fetch_instances(self):
        pass
        self.image_header._fetch_instances()
        self.domain._fetch_instances()

    class Domain(KaitaiStruct):
        """What follows the image header.
        
        .. seealso::
           libxenctrl Domain Image Format, Overview
        """
        def __init__(self, is_big_endian, _io, _parent=None, _root=None):
            super(LibxcStream.Domain, self).__init__(_io)
            self._parent = _parent
            self._root = _root
            self.is_big_endian = is_big_endian
            self._read()

        def _read(self):
            _on = self.is_big_endian
            if _on == True:
                pass
                self._is_le = False
            elif _on == False:
                pass
                self._is_le = True
            if not hasattr(self, '_is_le'):
                raise kaitaistruct.UndecidedEndiannessError("/types/domain")
            elif self._is_le == True:
                self._read_le()
            elif self._is_le == False:
                self._read_be()

        def _read_le(self):
            self.type = self._io.read_u4le()
            self.page_shift = self._io.read_u2le()
            self.reserved = self._io.read_bytes(2)
            self.xen_major = self._io.read_u4le()
            self.xen_minor = self._io.read_u4le()
            self.records = []
            i = 0
            while True:
                _ = LibxcStream.Domain.Record(self._io, self, self._root, self._is_le)
                self.records.append(_)
                if _.type_name == LibxcStream.RecordType.end:
                    break
                i += 1

        def _read_be(self):
            self.type = self._io.read_u4be()
            self.page_shift = self._io.read_u2be()
            self.reserved = self._io.read_bytes(2)
            self.xen_major = self._io.read_u4be()
            self.xen_minor = self._io.read_u4be()
            self.records = []
            i = 0
            while True:
                _ = LibxcStream.Domain.Record(self._io, self, self._root, self._is_le)
                self.records.append(_)
                if _.type_name == LibxcStream.RecordType.end:
                    break
                i += 1


        def _fetch_instances(self):
            pass
            for i in range(len(self.records)):
                pass
                self.records[i]._fetch_instances()


        class Record(KaitaiStruct):
            """One record, of which only the frame is described.
            
            .. seealso::
               libxenctrl Domain Image Format, Records
            """
            def __init__(self, _io, _parent=None, _root=None, _is_le=None):
                super(LibxcStream.Domain.Record, self).__init__(_io)
                self._parent = _parent
                self._root = _root
                self._is_le = _is_le
                self._read()

            def _read(self):
                if not hasattr(self, '_is_le'):
                    raise kaitaistruct.UndecidedEndiannessError("/types/domain/types/record")
                elif self._is_le == True:
                    self._read_le()
                elif self._is_le == False:
                    self._read_be()

            def _read_le(self):
                self.type = self._io.read_u4le()
                _ = self.type
                if not _ != 14:
                    raise kaitaistruct.ValidationExprError(self.type, self._io, u"/types/domain/types/record/seq/0")
                self.len_body = self._io.read_u4le()
                _ = self.len_body
                if not  ((self.type != 0) or (_ == 0)) :
                    raise kaitaistruct.ValidationExprError(self.len_body, self._io, u"/types/domain/types/record/seq/1")
                self.body = self._io.read_bytes(self.len_body)
                self.padding = self._io.read_bytes((8 - self.len_body % 8) % 8)

            def _read_be(self):
                self.type = self._io.read_u4be()
                _ = self.type
                if not _ != 14:
                    raise kaitaistruct.ValidationExprError(self.type, self._io, u"/types/domain/types/record/seq/0")
                self.len_body = self._io.read_u4be()
                _ = self.len_body
                if not  ((self.type != 0) or (_ == 0)) :
                    raise kaitaistruct.ValidationExprError(self.len_body, self._io, u"/types/domain/types/record/seq/1")
                self.body = self._io.read_bytes(self.len_body)
                self.padding = self._io.read_bytes((8 - self.len_body % 8) % 8)


            def _fetch_instances(self):
                pass

            @property
            def type_name(self):
                """Name of `type`.
                
                .. seealso::
                   libxenctrl Domain Image Format, Records
                """
                if hasattr(self, '_m_type_name'):
                    return self._m_type_name

                self._m_type_name = KaitaiStream.resolve_enum(LibxcStream.RecordType, self.type)
                return getattr(self, '_m_type_name', None)



    class ImageHeader(KaitaiStruct):
        """Big-endian, whatever the byte order of what follows.
        
        .. seealso::
           libxenctrl Domain Image Format, Image Header
        """
        def __init__(self, _io, _parent=None, _root=None):
            super(LibxcStream.ImageHeader, self).__init__(_io)
            self._parent = _parent
            self._root = _root
            self._read()

        def _read(self):
            self.marker = self._io.read_bytes(8)
            if not self.marker == b"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF":
                raise kaitaistruct.ValidationNotEqualError(b"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", self.marker, self._io, u"/types/image_header/seq/0")
            self.id = self._io.read_bytes(4)
            if not self.id == b"\x58\x45\x4E\x46":
                raise kaitaistruct.ValidationNotEqualError(b"\x58\x45\x4E\x46", self.id, self._io, u"/types/image_header/seq/1")
            self.version = self._io.read_u4be()
            if not self.version >= 2:
                raise kaitaistruct.ValidationLessThanError(2, self.version, self._io, u"/types/image_header/seq/2")
            if not self.version <= 3:
                raise kaitaistruct.ValidationGreaterThanError(3, self.version, self._io, u"/types/image_header/seq/2")
            self.options = self._io.read_u2be()
            self.reserved = self._io.read_bytes(6)


        def _fetch_instances(self):
            pass

        @property
        def is_big_endian(self):
            """Whether all that follows the image header is big-endian.
            
            .. seealso::
               libxenctrl Domain Image Format, Image Header
            """
            if hasattr(self, '_m_is_big_endian'):
                return self._m_is_big_endian

            self._m_is_big_endian = self.options & 1 == 1
            return getattr(self, '_m_is_big_endian', None)



