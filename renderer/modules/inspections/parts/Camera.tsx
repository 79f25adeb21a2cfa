import { IconCamera, IconX } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useT } from '../../../texts/t.ts'
import { Notice } from '../../../ui/states.tsx'
import { Overlay } from './Overlay.tsx'
import { type Picture, pictureOf } from './picture.ts'
import classes from './photos.module.css'

/** Whether this device has a camera that a page may ask for; on a page that is not secure there is none. */
export function useHasCamera(): boolean {
  const [has, setHas] = useState(false)
  useEffect(() => {
    const devices = (navigator as { mediaDevices?: MediaDevices }).mediaDevices // absent on pages that are not secure
    void devices?.enumerateDevices().then(
      (all) => setHas(all.some(({ kind }) => kind === 'videoinput')),
      () => setHas(false),
    )
  }, [])
  return has
}

/** The camera over the whole screen. */
export function Camera({ onTaken, onClose }: { onTaken: (picture: Picture) => void; onClose: () => void }) {
  const t = useT()
  const video = useRef<HTMLVideoElement>(null)
  const [isReady, setIsReady] = useState(false)
  const [isRefused, setIsRefused] = useState(false)
  useEffect(() => {
    let stream: MediaStream | null = null
    let isOver = false
    const stop = () => stream?.getTracks().forEach((track) => track.stop())
    navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1920 }, height: { ideal: 1440 } }, audio: false }).then(
      (opened) => {
        stream = opened
        if (isOver) stop()
        else if (video.current) video.current.srcObject = opened
      },
      () => setIsRefused(true),
    )
    return () => {
      isOver = true
      stop()
    }
  }, [])
  const take = async () => {
    const picture = video.current && (await pictureOf(video.current))
    if (picture) onTaken(picture)
  }
  return (
    <Overlay label={t('inspections.camera')} onClose={onClose}>
      <div className={classes.stage}>
        {isRefused ? <Notice tone="bad">{t('inspections.cameraRefused')}</Notice> : null}
        <video ref={video} className={classes.video} autoPlay playsInline muted hidden={isRefused} onPlaying={() => setIsReady(true)} />
      </div>
      <div className={classes.bar}>
        <button type="button" className={classes.tool} onClick={onClose}>
          <IconX size={28} stroke={1.9} aria-hidden="true" />
          {t('common.cancel')}
        </button>
        <button type="button" className={classes.tool} data-look="primary" disabled={!isReady} onClick={() => void take()}>
          <IconCamera size={32} stroke={1.8} aria-hidden="true" />
          {t('inspections.take')}
        </button>
      </div>
    </Overlay>
  )
}
