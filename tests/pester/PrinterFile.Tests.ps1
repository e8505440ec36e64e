#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:cloud = Start-Simulator -Lan -Printers 2 -Speed 1
    $script:p1s, $script:x1 = $cloud.Devices
    $script:cube = Get-TestFile
    $script:before = $env:XDG_STATE_HOME
    $env:XDG_STATE_HOME = Join-Path $cloud.Folder 'state'
    foreach ($index in 0, 1) {
        $address = Get-PrinterAddress $cloud -Index $index
        Connect-BambuPrinter @address -AcceptNewCertificate
    }
}

AfterAll {
    Disconnect-BambuPrinter
    Stop-Simulator $cloud
    $env:XDG_STATE_HOME = $before
}

Describe 'Files on a printer' {
    It 'are sent, listed, received and removed' {
        $sent = Get-Item $cube | Send-BambuFile -DeviceId $p1s -Via Lan -Destination /model
        $sent.Path, $sent.DeviceId | Should -Be '/model/cube.gcode.3mf', $p1s
        $listed = Get-BambuPrinterFile $p1s /model | Where-Object Name -EQ cube.gcode.3mf
        $listed.Length, $listed.IsFolder | Should -Be (Get-Item $cube).Length, $false
        $received = $listed | Receive-BambuPrinterFile -Destination TestDrive:/
        (Get-FileHash $received).Hash | Should -Be (Get-FileHash $cube).Hash
        $listed | Remove-BambuPrinterFile -Confirm:$false
        (Get-BambuPrinterFile $p1s /model).Name | Should -Not -Contain cube.gcode.3mf
    }

    It 'go to several printers at once' {
        (Send-BambuFile $cube -DeviceId $p1s, $x1).DeviceId | Should -Be $p1s, $x1
        @(Get-BambuDevice | Get-BambuPrinterFile | Where-Object Name -EQ cube.gcode.3mf) | Should -HaveCount 2
    }

    It 'are written over here only with -Force' {
        $null = Send-BambuFile $cube -DeviceId $p1s
        Set-Content TestDrive:/cube.gcode.3mf 'mine'
        (Get-Fault { Receive-BambuPrinterFile $p1s /cube.gcode.3mf -Destination TestDrive:/ }).FullyQualifiedErrorId |
            Should -BeLike 'BambuCloud.FileExists,*'
        Get-Content TestDrive:/cube.gcode.3mf | Should -Be 'mine'
        (Receive-BambuPrinterFile $p1s /cube.gcode.3mf -Destination TestDrive:/ -Force).Length | Should -Be (Get-Item $cube).Length
    }

    It 'stay with -WhatIf, and nothing is written here' {
        $null = Send-BambuFile $cube -DeviceId $p1s
        Remove-BambuPrinterFile $p1s /cube.gcode.3mf -WhatIf
        Receive-BambuPrinterFile $p1s /cube.gcode.3mf -Destination TestDrive:/ -Force -WhatIf | Should -BeNullOrEmpty
        (Get-BambuPrinterFile $p1s).Name | Should -Contain cube.gcode.3mf
    }

    It 'that there are not are named: <Name>' -ForEach @(
        @{ Name = 'no such file'; Work = { Receive-BambuPrinterFile $p1s /other.3mf -Destination TestDrive:/ }
            Kind = 'PrinterFileNotFound'
        }
        @{ Name = 'no such folder'; Work = { Get-BambuPrinterFile $p1s /nowhere }; Kind = 'PrinterFileNotFound' }
        @{ Name = 'a path out of the printer'; Work = { Remove-BambuPrinterFile $p1s ../x -Confirm:$false }; Kind = 'InvalidPrinterPath' }
        @{ Name = 'a name that leads out of the folder here'; Work = { Receive-BambuPrinterFile $p1s '/..\x' -Destination TestDrive:/ }
            Kind = 'InvalidPrinterPath'
        }
        @{ Name = 'a printer for the account''s storage'; Work = { Send-BambuFile $cube -DeviceId $p1s -Via Cloud }
            Kind = 'PrinterNotConnected'
        }
        @{ Name = 'no printer'; Work = { Send-BambuFile $cube -Via Lan }; Kind = 'PrinterNotConnected' }
    ) {
        (Get-Fault $Work).FullyQualifiedErrorId | Should -BeLike "BambuCloud.$Kind,*"
    }

    It 'are files: a folder stays, and the error says so: <Name>' -ForEach @(
        @{ Name = 'removed'; Work = { Remove-BambuPrinterFile $p1s /model -Confirm:$false } }
        @{ Name = 'received'; Work = { Receive-BambuPrinterFile $p1s /model -Destination TestDrive:/ } }
    ) {
        $fault = Get-Fault $Work
        $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.PrinterFileRefused,*'
        $fault.TargetObject | Should -Be '/model'
        "$fault" | Should -BeLike "*'/model' on the printer '$p1s' is a folder*"
        (Get-BambuPrinterFile $p1s).Name | Should -Contain model
    }

    It 'leave nothing here where they cannot be written: <Where>' -Skip:$IsWindows -ForEach @(
        @{ Where = 'a folder that takes none, even of root'; Make = { $IsLinux ? '/sys' : '/System' } }
        @{ Where = 'a folder stands there'; Make = {
                $null = New-Item -ItemType Directory (Join-Path $args[0] cube.gcode.3mf)
                $args[0]
            }
        }
    ) {
        $null = Send-BambuFile $cube -DeviceId $p1s
        $target = & $Make (Join-Path $TestDrive "$(New-Guid)")
        $fault = Get-Fault { Receive-BambuPrinterFile $p1s /cube.gcode.3mf -Destination $target -Force }
        $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.FileUnwritable,*'
        @(Get-ChildItem $target -Filter *.part) | Should -BeNullOrEmpty
    }

    It 'take the place of a link, and not of what it leads to' -Skip:$IsWindows {
        $null = Send-BambuFile $cube -DeviceId $p1s
        $folder = New-Item -ItemType Directory "TestDrive:/$(New-Guid)"
        $mine = Join-Path $folder mine.txt
        Set-Content $mine 'mine'
        $null = New-Item -ItemType SymbolicLink (Join-Path $folder cube.gcode.3mf) -Target $mine
        (Get-Fault { Receive-BambuPrinterFile $p1s /cube.gcode.3mf -Destination $folder }).FullyQualifiedErrorId |
            Should -BeLike 'BambuCloud.FileExists,*'
        (Receive-BambuPrinterFile $p1s /cube.gcode.3mf -Destination $folder -Force).Length | Should -Be (Get-Item $cube).Length
        Get-Content $mine | Should -Be 'mine'
    }

    It 'of a folder are taken without the folders in it' {
        $null = Send-BambuFile $cube -DeviceId $p1s
        $folders = @(Get-BambuPrinterFile $p1s | Where-Object IsFolder)
        $folders | Should -Not -BeNullOrEmpty
        $target = New-Item -ItemType Directory "TestDrive:/$(New-Guid)"
        (Get-BambuPrinterFile $p1s | Receive-BambuPrinterFile -Destination $target).Name | Should -Be cube.gcode.3mf
    }
}

Describe 'Save-BambuSnapshot' {
    BeforeEach {
        Invoke-Simulator $cloud "lan/$p1s/light-camera"
    }

    It 'writes a picture, named by printer and time' {
        $folder = New-Item -ItemType Directory "TestDrive:/$(New-Guid)"
        $picture = Save-BambuSnapshot $p1s -Path $folder -PassThru
        $picture.Name | Should -Match "^$p1s`_\d{8}-\d{6}\.jpg$"
        [IO.File]::ReadAllBytes($picture)[0, 1] | Should -Be 0xFF, 0xD8
    }

    It 'writes the file that is named, over another one only with -Force' {
        Save-BambuSnapshot $p1s -Path TestDrive:/shot.jpg | Should -BeNullOrEmpty
        (Get-Fault { Save-BambuSnapshot $p1s -Path TestDrive:/shot.jpg }).FullyQualifiedErrorId | Should -BeLike 'BambuCloud.FileExists,*'
        (Save-BambuSnapshot $p1s -Path TestDrive:/shot.jpg -Force -PassThru).Length | Should -BeGreaterThan 100
    }

    It 'does not write two printers'' pictures into one file' {
        Save-BambuSnapshot $p1s, $p1s -Path TestDrive:/one.jpg -Force -ErrorAction SilentlyContinue -ErrorVariable faults
        Test-Path TestDrive:/one.jpg | Should -BeTrue
        $p1s, $p1s | Save-BambuSnapshot -Path TestDrive:/two.jpg -Force -ErrorAction SilentlyContinue -ErrorVariable faults
        $faults.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.FileExists,*'
    }

    It 'says of a printer whose stream is off how to switch it on' {
        $fault = Get-Fault { Save-BambuSnapshot $x1 -Path TestDrive:/x1.jpg }
        $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.CameraUnavailable,*'
        "$fault" | Should -BeLike '*switched off*LAN Mode Liveview*'
        Test-Path TestDrive:/x1.jpg | Should -BeFalse
    }

    # In place of ffmpeg stands a script that keeps what it was told and fetches a picture through the way that it was given.
    Context 'of a printer that streams' -Skip:(-not $IsLinux) {
        BeforeAll {
            Invoke-Simulator $cloud "lan/$x1/stream-on"
            $script:bin = New-Item -ItemType Directory (Join-Path $cloud.Folder 'bin')
            Set-Content "$bin/ffmpeg" @'
#!/bin/bash
echo "$@" > "$(dirname "$0")/arguments"
list=$(cat)
echo "$list" > "$(dirname "$0")/list"
[[ $list =~ bblp:([0-9a-z]+)@127.0.0.1:([0-9]+)/streaming/live/1 ]] || exit 1
code=${BASH_REMATCH[1]}
exec 3<> "/dev/tcp/127.0.0.1/${BASH_REMATCH[2]}"
{
    printf '\x40\0\0\0\0\x30\0\0\0\0\0\0\0\0\0\0bblp'; head -c 28 /dev/zero
    printf '%s' "$code"; head -c $((32 - ${#code})) /dev/zero
} >&3
head -c 176 <&3 | tail -c 160
'@
            chmod +x "$bin/ffmpeg"
            $script:path = $env:PATH
            $env:PATH = "${bin}:$path"
        }

        AfterAll {
            $env:PATH = $path
            Invoke-Simulator $cloud "lan/$x1/stream-off"
        }

        It 'has ffmpeg read it from this computer, and tells it the code where nobody sees it' {
            $picture = Save-BambuSnapshot $x1 -Path TestDrive:/x1.jpg -PassThru
            [IO.File]::ReadAllBytes($picture)[0, 1] | Should -Be 0xFF, 0xD8
            $code = ($cloud.LanPrinters | Where-Object deviceId -EQ $x1).accessCode
            Get-Content "$bin/list" -Raw | Should -Match $code
            Get-Content "$bin/arguments" -Raw | Should -Not -Match "$code|rtsp://"
        }

        It 'says what ffmpeg says where there is no picture, without the code' {
            Set-Content "$bin/ffmpeg" "#!/bin/bash`
cat >&2`
exit 1"
            $fault = Get-Fault { Save-BambuSnapshot $x1 -Path TestDrive:/none.jpg }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.CameraUnavailable,*'
            "$fault" | Should -BeLike '*ffmpeg*rtsp://bblp:`*`*`*@127.0.0.1*'
            Test-Path TestDrive:/none.jpg | Should -BeFalse
        }
    }
}
